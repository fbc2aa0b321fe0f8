import { pathsOf } from '@trialogue/templates';
import type { FlowDefinition } from '../definition';
import { flowTexts, type PlacedText, textsOf } from '../flow-texts';
import type { Case } from './case';
import type { Finding } from './finding';

/** Texts that could not be said in a conversation that was played: one for each text and what it lacks. */
export function textFindings({ flow, flows, seen }: Case): Finding[] {
  const findings = seen.failures.flatMap(({ state, problem, witness }): Finding[] => {
    const [lacking] = textsIn(flow, state).sort(
      (a, b) => mentions(b.template, problem) - mentions(a.template, problem),
    );
    // What a flow says that is included is judged with that one.
    const isIncluded = Object.keys(flows).length > 0 && lacking && mentions(lacking.template, problem) === 0;
    if (lacking === undefined || isIncluded) return [];
    // Variables and attributes are the caller's to give; a slot is the flow's own to fill.
    const given = pathsOf(lacking.template).filter(([root]) => root === 'variables' || root === 'attributes');
    const severity = given.some((place) => isNamed(place, problem)) ? 'warning' : 'error';
    const message = `cannot be said here: ${problem}`;
    return [{ kind: 'text_value_missing', severity, state, path: [...lacking.path], message, witness }];
  });
  return [...new Map(findings.map((one) => [one.path.join('.'), one])).values()];
}

const textsIn = (flow: FlowDefinition, state: string): PlacedText[] =>
  Object.hasOwn(flow.states, state)
    ? [
        ...textsOf(flow.states[state]!).map((text) => ({ ...text, path: ['states', state, ...text.path] })),
        ...flowTexts(flow),
      ]
    : [];

/** How many of the places that a template reads a problem names. */
const mentions = (template: string, problem: string) =>
  pathsOf(template).filter((place) => isNamed(place, problem)).length;

const isNamed = (place: readonly string[], problem: string) =>
  new RegExp(`\\b${place.at(-1)!.replace(/\W/g, '.')}\\b`).test(problem);
