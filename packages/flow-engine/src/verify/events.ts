import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { FlowDefinition } from '../definition';
import type { Awaited, FlowEvent, FlowState, FlowSurroundings } from '../flow-state';
import type { Candidates } from './candidates';
import { outputsFor } from './results';

/** What could happen next, as far as it is worth trying. */
export function eventsFor(
  flow: FlowDefinition,
  state: FlowState,
  waitsFor: readonly Awaited[],
  candidates: Candidates,
  given: FlowSurroundings,
  at: number,
): FlowEvent[] {
  const definition = flow.states[state.state]!;
  const happening: { readonly [awaited in Awaited]: () => FlowEvent[] } = {
    user: () => candidates.messages(definition, state, given).map((text) => ({ type: 'USER', text, at })),
    answer: () => {
      const output = 'prompt' in definition ? definition.prompt.output : undefined;
      const texts = output
        ? outputsFor(output.schema, candidates.results(definition))
        : candidates.said(definition, 'answer');
      return texts.map((text) => ({ type: 'ANSWERED', text, at }));
    },
    call: () => {
      const effect = state.effect!;
      const called = candidates
        .results(definition)
        .map((result): FlowEvent => ({ type: 'CALLED', effect, result, at }));
      return [...called, { type: 'CALL_FAILED', effect, code: 'STRATEGY_FAILED', message: 'It failed.', at }];
    },
    event: () => {
      const name = 'await' in definition ? definition.await.event : '';
      return candidates
        .results(definition)
        .filter(isObject)
        .map((data) => ({ type: 'EVENT', name, data, at }));
    },
    agent: () =>
      candidates
        .results(definition)
        .filter(isObject)
        .map((data) => ({ type: 'HANDED_BACK', data, at })),
    timer: () =>
      Object.entries(state.due ?? {}).map(([timer, due]) => ({ type: 'TIMER', timer, at: Math.max(at, due) })),
  };
  return waitsFor.flatMap((awaited) => happening[awaited]());
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
