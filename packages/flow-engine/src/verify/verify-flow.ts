import type { FlowDefinition } from '../definition';
import { partProblems } from '../flow-problems';
import { type Possible, possibilities } from './abstract-flow';
import { explore, type Seen } from './explore';
import type { Finding, Known } from './finding';
import { guardFindings } from './guard-findings';
import { overlapFindings } from './overlap-findings';
import { slotFindings } from './slot-findings';
import { pathFindings, referenceFindings } from './state-findings';
import { textFindings } from './text-findings';

/** What is judged: a flow whose parts are right, what it can do at most, and what it was seen to do. */
export interface Case {
  readonly flow: FlowDefinition;
  /** Undefined where there is too much of it. */
  readonly possible: Possible | undefined;
  readonly seen: Seen;
}

/**
 * What a flow would do wrong, before anybody talks to it. “Never” is said of what an over-approximation of all
 * conversations excludes, “can” of what was played in the real machine; what is neither is `unknown`. Pure, and bounded
 * in the steps that it plays.
 *
 * @param known what is there beside the flow; without it, references are not judged
 */
export function verifyFlow(definition: unknown, known: Known = {}): Finding[] {
  const broken = partProblems(definition);
  if (broken.length > 0)
    return broken.map((problem) => ({ ...problem, kind: 'invalid_definition', severity: 'error' }));
  const flow = definition as FlowDefinition;
  const judged: Case = { flow, possible: possibilities(flow), seen: explore(flow) };
  return [
    ...pathFindings(judged),
    ...slotFindings(judged),
    ...guardFindings(judged),
    ...overlapFindings(judged),
    ...textFindings(judged),
    ...referenceFindings(judged, known),
  ];
}
