import { canonicalJson } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import { type Call, type Finding, flowProblems, verifying } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import { jsonProblems } from '@trialogue/subgraph';
import type { IncludedFlows } from '@trialogue/variant-config';
import { type CallAnswers, nameOfCallee } from './flow.calls';
import { asIncludes } from './flow-version.content';
import { turnsBetween } from './stretches';

/** What there is to say of a definition. */
export interface Verdict {
  /** They keep it from being published. */
  readonly errors: readonly Problem[];
  /** What its author should know: warnings, and what could not be decided. */
  readonly doubts: readonly Problem[];
}

/** Characters of JSON. */
const largest = 131_072;
const remembered = 100;
const verdicts = new Map<string, Promise<Verdict>>();

export const definitionTooLarge = (definition: JsonObject): Problem[] =>
  jsonProblems(definition, largest, ['definition']);

/** Problems that `compileFlow` refuses come alone: what has them cannot be played. Verdicts that were asked for last are kept. */
export async function verdictOn(
  definition: JsonObject,
  flows: IncludedFlows = {},
  answers: CallAnswers = {},
): Promise<Verdict> {
  const errors = flowProblems(definition, asIncludes(flows));
  if (errors.length > 0)
    return { errors: errors.map((problem) => ({ kind: 'invalid_definition', ...problem })), doubts: [] };
  const key = canonicalJson([definition, flows as JsonObject, answers]);
  const verdict = verdicts.get(key) ?? judge(definition, flows, answers);
  verdict.catch(() => verdicts.delete(key));
  verdicts.delete(key);
  verdicts.set(key, verdict);
  if (verdicts.size > remembered) verdicts.delete(verdicts.keys().next().value!);
  return verdict;
}

async function judge(definition: JsonObject, flows: IncludedFlows, answers: CallAnswers): Promise<Verdict> {
  const findings = await findingsIn(definition, flows, answers);
  const told = (isError: boolean) =>
    findings
      .filter((finding) => (finding.severity === 'error') === isError)
      .map(({ state: _, ...problem }: Finding): Problem => problem);
  return { errors: told(true), doubts: told(false) };
}

/** A flow may take a second to judge; streams and leases of this process do not wait for it. */
async function findingsIn(definition: JsonObject, flows: IncludedFlows, answers: CallAnswers): Promise<Finding[]> {
  const answerOf = (call: Call) => answers[nameOfCallee(call)];
  const work = verifying(definition, { flows: asIncludes(flows), answerOf });
  const pause = turnsBetween();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await pause();
  }
}
