import { contentHash } from '@trialogue/canonical-json';
import type { Json } from '@trialogue/plugin-api';
import type {
  CallState,
  CollectState,
  FlowDefinition,
  FlowIncludes,
  PromptState,
  SlotDefinition,
  StateDefinition,
} from './definition';

/** SHA-256 of how a flow behaves: descriptions, and what equals its default, are left out. */
export function flowChecksum(definition: FlowDefinition, flows: FlowIncludes = {}): string {
  const behaviour = flowBehaviour(definition);
  if (Object.keys(flows).length === 0) return contentHash(behaviour);
  const included = mapValues(flows, ({ definition: inner, flows: more }) => flowChecksum(inner, more));
  return contentHash({ ...behaviour, flows: included });
}

/** A flow without what does not change how it behaves. */
export function flowBehaviour({ initial, on = [], correction, slots = {}, states }: FlowDefinition) {
  return {
    initial,
    ...(on.length > 0 && { on }),
    ...(correction !== undefined && isSaying(correction) && { correction }),
    slots: mapValues(slots, slotBehaviour),
    states: mapValues(states, stateBehaviour),
  };
}

const isSaying = (correction: NonNullable<FlowDefinition['correction']>) =>
  correction === false || Object.keys(correction).length > 0;

function slotBehaviour({ schema, write, prefill }: SlotDefinition) {
  const { title: _title, description: _description, ...behaviour } = schema;
  const isRestricted = write !== undefined && new Set(write).size < 3;
  return {
    schema: behaviour,
    ...(isRestricted && { write: [...new Set(write)].sort() }),
    ...(prefill !== undefined && { prefill }),
  };
}

/** What a state does if it does not say so: empty members, and these. */
const defaults: { readonly [member: string]: Json } = { max_tries: 3, within: 'PT30S', uninterrupted: false };
const emptied = ['entry', 'exit', 'after', 'on', 'save', 'slots', 'input', 'set'];

function stateBehaviour(state: StateDefinition): object {
  const { description: _, ...behaviour } = state;
  const { call, check, prompt } = behaviour as Partial<CallState & CollectState & PromptState>;
  return {
    ...withoutDefaults(behaviour),
    ...(call && { call: withoutDefaults(call) }),
    ...(check && { check: { ...check, call: withoutDefaults(check.call) } }),
    ...(prompt?.output && { prompt: { ...prompt, output: withoutDefaults(prompt.output) } }),
  };
}

function withoutDefaults(part: object): object {
  const members = Object.entries(part).map(([name, value]) => [name, isActions(name) ? withoutDefaults(value) : value]);
  return Object.fromEntries(
    members.filter(([name, value]) => value !== defaults[name] && !(emptied.includes(name) && isEmpty(value))),
  );
}

const isActions = (name: string) => name === 'entry' || name === 'exit';
const isEmpty = (value: object) => Object.keys(value).length === 0;

const mapValues = <Value, Mapped>(values: { readonly [name: string]: Value }, map: (value: Value) => Mapped) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
