import type { Problem } from '@trialogue/errors';
import type { FlowDefinition } from '../definition';
import { includedProblems, partProblems } from '../flow-problems';
import { missingFlows } from '../include-problems';
import { possibilities } from './abstract-flow';
import type { Case } from './case';
import { explore } from './explore';
import type { Finding, FindingKind, Known } from './finding';
import { guardFindings } from './guard-findings';
import { omissionFindings } from './omission-findings';
import { overlapFindings } from './overlap-findings';
import { pathFindings } from './path-findings';
import { referenceFindings } from './reference-findings';
import { slotFindings } from './slot-findings';
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
  const { flows = {}, answerOf = () => undefined } = known;
  const broken = partProblems(definition, flows);
  if (broken.length > 0) return errors('invalid_definition', broken);
  const flow = definition as FlowDefinition;
  const missing = missingFlows(flow, flows);
  if (missing.length > 0) return errors('missing_reference', missing);
  const unplayable = includedProblems(flow, flows);
  if (unplayable.length > 0) return errors('invalid_definition', unplayable);
  const possible = yield* possibilities(flow, flows, answerOf);
  const judged: Case = { flow, flows, possible, seen: yield* explore(flow, flows, answerOf) };
  const findings: Finding[] = [];
  for (const look of [pathFindings, omissionFindings, slotFindings]) {
    findings.push(...look(judged));
    yield;
  }
  findings.push(...(yield* guardFindings(judged)), ...(yield* overlapFindings(judged)));
  const unsaid = new Set(judged.seen.failures.map(({ state }) => state));
  // A state whose text cannot be said may have kept what comes after it from being played.
  const decided = findings.filter(({ severity, state }) => severity !== 'unknown' || !unsaid.has(state ?? ''));
  return [...decided, ...textFindings(judged), ...referenceFindings(judged, known)];
}

const errors = (kind: FindingKind, problems: readonly Problem[]): Finding[] =>
  problems.map(({ witness: _, ...problem }) => ({ ...problem, kind, severity: 'error' }));
