import type { FlowDefinition } from '../definition';
import { partProblems } from '../flow-problems';
import { possibilities } from './abstract-flow';
import type { Case } from './case';
import { explore } from './explore';
import type { Finding, Known } from './finding';
import { guardFindings } from './guard-findings';
import { overlapFindings } from './overlap-findings';
import { slotFindings } from './slot-findings';
import { pathFindings, referenceFindings } from './state-findings';
import { textFindings } from './text-findings';

/**
 * What a flow would do wrong, before anybody talks to it. “Never” is said of what an over-approximation of all
 * conversations excludes, “can” of what was played in the real machine; what is neither is `unknown`. Pure, and bounded
 * in the steps that it plays.
 *
 * @param known what is there beside the flow; without it, references are not judged
 */
export function verifyFlow(definition: unknown, known: Known = {}): Finding[] {
  const work = verifying(definition, known);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The same for whoever has something else to do meanwhile: it pauses every few milliseconds of work. */
export function* verifying(definition: unknown, known: Known = {}): Generator<void, Finding[]> {
  const broken = partProblems(definition);
  if (broken.length > 0)
    return broken.map((problem) => ({ ...problem, kind: 'invalid_definition', severity: 'error' }));
  const flow = definition as FlowDefinition;
  const possible = yield* possibilities(flow);
  const judged: Case = { flow, possible, seen: yield* explore(flow) };
  const findings: Finding[] = [];
  for (const look of [pathFindings, slotFindings]) {
    findings.push(...look(judged));
    yield;
  }
  findings.push(...(yield* guardFindings(judged)), ...(yield* overlapFindings(judged)));
  return [...findings, ...textFindings(judged), ...referenceFindings(judged, known)];
}
