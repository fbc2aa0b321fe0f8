import { pathsOf } from '@trialogue/templates';
import { textsOf } from '../flow-texts';
import type { Case } from './case';
import type { Finding } from './finding';

/** Texts that could not be said in a conversation that was played: one for each text and what it lacks. */
export function textFindings({ flow, seen }: Case): Finding[] {
  const findings = seen.failures.map(({ state, problem, witness }): Finding => {
    const texts = textsOf(flow.states[state]!);
    const lacking = [...texts].sort((a, b) => mentions(b.template, problem) - mentions(a.template, problem))[0]!;
    // Variables and attributes are the caller's to give; a slot is the flow's own to fill.
    const given = pathsOf(lacking.template).filter(([root]) => root === 'variables' || root === 'attributes');
    const severity = given.some((place) => isNamed(place, problem)) ? 'warning' : 'error';
    const path = ['states', state, ...lacking.path];
    const message = `cannot be said here: ${problem}`;
    return { kind: 'text_value_missing', severity, state, path, message, witness };
  });
  return [...new Map(findings.map((one) => [one.path.join('.'), one])).values()];
}

/** How many of the places that a template reads a problem names. */
const mentions = (template: string, problem: string) =>
  pathsOf(template).filter((place) => isNamed(place, problem)).length;

const isNamed = (place: readonly string[], problem: string) =>
  new RegExp(`\\b${place.at(-1)!.replace(/\W/g, '.')}\\b`).test(problem);
