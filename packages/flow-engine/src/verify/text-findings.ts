import { pathsOf } from '@trialogue/templates';
import { textsOf } from '../flow-texts';
import type { Case } from './case';
import type { Finding } from './finding';

/** Texts that could not be said in a conversation that was played: one for each text and what it lacks. */
export function textFindings({ flow, seen }: Case): Finding[] {
  const findings = seen.failures.map(({ state, problem, witness }): Finding => {
    const texts = textsOf(flow.states[state]!);
    const lacking = [...texts].sort((a, b) => mentions(b.template, problem) - mentions(a.template, problem))[0]!;
    const reads = pathsOf(lacking.template);
    // What the caller gives is the caller's to give; a slot is the flow's own to fill.
    const severity = reads.some(([root]) => root === 'slots') || witness.events.length > 0 ? 'error' : 'warning';
    const path = ['states', state, ...lacking.path];
    const message = `cannot be said here: ${problem}`;
    return { kind: 'text_value_missing', severity, state, path, message, witness };
  });
  return [...new Map(findings.map((one) => [one.path.join('.'), one])).values()];
}

/** How many of the places that a template reads a problem names. */
const mentions = (template: string, problem: string) =>
  pathsOf(template).filter((path) => problem.includes(path.at(-1)!)).length;
