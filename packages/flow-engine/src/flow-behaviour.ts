import { contentHash } from '@trialogue/canonical-json';
import type { FlowDefinition, SlotDefinition, StateDefinition } from './definition';

/** SHA-256 of how a flow behaves: descriptions, and what equals its default, are left out. */
export const flowChecksum = (definition: FlowDefinition): string => contentHash(flowBehaviour(definition));

/** A flow without what does not change how it behaves. */
export function flowBehaviour({ initial, slots = {}, correction = {}, states }: FlowDefinition) {
  const isUsual = correction !== false && correction.words === undefined && correction.say === undefined;
  return {
    initial,
    slots: mapValues(slots, slotBehaviour),
    ...(!isUsual && { correction }),
    states: mapValues(states, stateBehaviour),
  };
}

function slotBehaviour({ schema }: SlotDefinition) {
  const { title: _title, description: _description, ...behaviour } = schema;
  return { schema: behaviour };
}

function stateBehaviour(state: StateDefinition): object {
  const { description: _, ...behaviour } = state;
  if (!('collect' in behaviour)) return behaviour;
  return { ...behaviour, max_tries: behaviour.max_tries === 3 ? undefined : behaviour.max_tries };
}

const mapValues = <Value, Mapped>(values: { readonly [name: string]: Value }, map: (value: Value) => Mapped) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
