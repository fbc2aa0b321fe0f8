import { canonicalJson } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import { type Finding, flowProblems, verifyFlow } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';

/** What there is to say of a definition. */
export interface Verdict {
  /** They keep it from being published. */
  readonly errors: readonly Problem[];
  /** What its author should know: warnings, and what could not be decided. */
  readonly doubts: readonly Problem[];
}

const remembered = 100;
const verdicts = new Map<string, Verdict>();

/** Problems that `compileFlow` refuses come alone: what has them cannot be played. Verdicts that were asked for last are kept. */
export function verdictOn(definition: JsonObject): Verdict {
  const errors = flowProblems(definition);
  if (errors.length > 0) return { errors, doubts: [] };
  const key = canonicalJson(definition);
  const verdict = verdicts.get(key) ?? judge(definition);
  verdicts.delete(key);
  verdicts.set(key, verdict);
  if (verdicts.size > remembered) verdicts.delete(verdicts.keys().next().value!);
  return verdict;
}

function judge(definition: JsonObject): Verdict {
  const findings = verifyFlow(definition);
  const told = (isError: boolean, severity: NonNullable<Problem['severity']>) =>
    findings
      .filter((finding) => (finding.severity === 'error') === isError)
      .map(({ path, message }: Finding): Problem => ({ path, message, severity }));
  return { errors: told(true, 'error'), doubts: told(false, 'warning') };
}
