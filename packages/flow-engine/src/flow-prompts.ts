import type { Call, FlowDefinition, FlowIncludes, Interruption, StateDefinition } from './definition';
import { callOf } from './routes';

/** What a flow names that stands outside of it, as written, each once. */
export interface FlowReferences {
  readonly flows: string[];
  readonly prompts: string[];
  readonly strategies: string[];
  readonly tools: string[];
}

/** A call of a strategy, without its input. */
export type StrategyCall = Pick<Extract<Call, { strategy: string }>, 'strategy' | 'config'>;

/** References in a flow itself, not in those that it includes. */
export function flowReferences({ on = [], states }: FlowDefinition): FlowReferences {
  const all = Object.values(states);
  const interruptions = [...on, ...all.flatMap((state) => ('on' in state && state.on) || [])];
  const calls = all.flatMap((state) => callOf(state) ?? []);
  return {
    flows: distinct([...all.flatMap(flowsOf), ...interruptions.flatMap(({ flow }: Interruption) => flow ?? [])]),
    prompts: distinct(all.flatMap((state) => ('prompt' in state && state.prompt.prompt_version_id) || [])),
    strategies: distinct(calls.flatMap((call) => ('strategy' in call ? call.strategy : []))),
    tools: distinct(calls.flatMap((call) => ('tool' in call ? call.tool : []))),
  };
}

/** References to prompts in a flow's states and in those of the flows that it includes, as written, each once. */
export const flowPrompts = (definition: FlowDefinition, flows: FlowIncludes = {}): string[] =>
  distinct([definition, ...includedIn(flows)].flatMap((one) => flowReferences(one).prompts));

/** Names of the events that a flow awaits, in its states and in those of the flows that it includes, each once. */
export const flowEvents = (definition: FlowDefinition, flows: FlowIncludes = {}): string[] =>
  distinct(
    [definition, ...includedIn(flows)].flatMap(({ states }) =>
      Object.values(states).flatMap((state) => ('await' in state ? state.await.event : [])),
    ),
  );

/** Every call of a strategy in a flow's states and in those of the flows that it includes, alike ones once. */
export function flowCalls(definition: FlowDefinition, flows: FlowIncludes = {}): StrategyCall[] {
  const calls = [definition, ...includedIn(flows)].flatMap(({ states }) =>
    Object.values(states).flatMap((state) => callOf(state) ?? []),
  );
  const strategies = calls.flatMap((call): StrategyCall[] =>
    'strategy' in call ? [{ strategy: call.strategy, ...(call.config && { config: call.config }) }] : [],
  );
  return [...new Map(strategies.map((call) => [JSON.stringify(call), call])).values()];
}

/** Names of the tools that a flow calls, in its states and in those of the flows that it includes, each once. */
export const flowTools = (definition: FlowDefinition, flows: FlowIncludes = {}): string[] =>
  distinct([definition, ...includedIn(flows)].flatMap((one) => flowReferences(one).tools));

/** Every definition that is included, at any depth. */
const includedIn = (flows: FlowIncludes): FlowDefinition[] =>
  Object.values(flows).flatMap(({ definition, flows: inner = {} }) => [definition, ...includedIn(inner)]);

function flowsOf(state: StateDefinition): string[] {
  if ('flow' in state) return [state.flow];
  return 'link' in state ? [state.link] : [];
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)];
