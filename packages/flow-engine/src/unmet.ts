import { canonicalJson } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { Json } from '@trialogue/plugin-api';
import { shown } from '@trialogue/variant-config';
import type { FlowAction, FlowStep } from './flow-state';
import type { Expected } from './flow-test';

/** What was expected of a turn and did not come, at `path`. */
export function unmet(expected: Expected, { state, actions }: FlowStep, path: Problem['path']): Problem[] {
  const said = actions.flatMap((action) => (action.type === 'SAY' ? [action.text] : [])).join('\n');
  const differing = (member: string, found: Json, wanted: Json | undefined): Problem[] =>
    wanted === undefined || canonicalJson(found) === canonicalJson(wanted)
      ? []
      : [{ path: [...path, ...member.split('.')], message: `found ${shown(found)}; expected ${shown(wanted)}` }];
  return [
    ...[expected.text ?? []].flat().flatMap((part): Problem[] => {
      if (said.includes(part)) return [];
      return [{ path: [...path, 'text'], message: `found ${shown(said)}; expected ${shown(part)} in it` }];
    }),
    ...differing('state', state.state, expected.state),
    ...differing('flow', state.flow ?? null, expected.flow),
    ...differing('outcome', state.outcome ?? null, expected.outcome),
    ...valuesOf(expected.slots, state.slots).flatMap(([name, found, wanted]) =>
      differing(`slots.${name}`, found, wanted),
    ),
    ...(expected.calls === undefined ? [] : callUnmet(expected.calls, actions, differing)),
    ...(expected.handoff === undefined ? [] : handoffUnmet(expected.handoff, actions, differing)),
  ];
}

type Differing = (member: string, found: Json, wanted: Json | undefined) => Problem[];

function callUnmet(
  { strategy, tool, input }: Expected['calls'] & {},
  actions: readonly FlowAction[],
  differing: Differing,
) {
  const call = actions.findLast((action) => action.type === 'CALL');
  if (call === undefined) return differing('calls', null, strategy ?? tool ?? 'a call');
  return [
    ...differing('calls.strategy', 'strategy' in call ? call.strategy : null, strategy),
    ...differing('calls.tool', 'tool' in call ? call.tool : null, tool),
    ...valuesOf(input, call.input).flatMap(([name, found, wanted]) => differing(`calls.input.${name}`, found, wanted)),
  ];
}

function handoffUnmet(queue: string | null, actions: readonly FlowAction[], differing: Differing) {
  const handoff = actions.findLast((action) => action.type === 'HANDOFF');
  if (handoff === undefined) return differing('handoff', 'no handoff', queue);
  return differing('handoff', handoff.to ?? null, queue);
}

/** What is wanted, beside what there is; null where there is nothing. */
const valuesOf = (
  wanted: { readonly [name: string]: Json } = {},
  found: { readonly [name: string]: Json },
): [name: string, found: Json, wanted: Json][] =>
  Object.entries(wanted).map(([name, value]) => [name, Object.hasOwn(found, name) ? found[name]! : null, value]);
