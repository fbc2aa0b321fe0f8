import { contentHash } from '@trialogue/canonical-json';
import type {
  CollectState,
  FlowDefinition,
  FlowIncludes,
  Left,
  SlotDefinition,
  StateDefinition,
  Timed,
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

function stateBehaviour(state: StateDefinition): object {
  const { description: _, ...behaviour } = state;
  const { entry, exit, after, ...others } = behaviour as Left & Timed;
  const doing = {
    ...others,
    ...(Object.keys(entry?.set ?? {}).length > 0 && { entry }),
    ...(Object.keys(exit?.set ?? {}).length > 0 && { exit }),
    ...(Object.keys(after ?? {}).length > 0 && { after }),
  };
  if (!('collect' in state)) return doing;
  const { max_tries, uninterrupted, ...collecting } = doing as Partial<CollectState>;
  return {
    ...collecting,
    max_tries: max_tries === 3 ? undefined : max_tries,
    ...(uninterrupted && { uninterrupted }),
  };
}

const mapValues = <Value, Mapped>(values: { readonly [name: string]: Value }, map: (value: Value) => Mapped) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
