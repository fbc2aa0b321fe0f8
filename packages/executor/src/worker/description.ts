import type { Allocator, Contribution, GraphModule, JsonObject, PluginTool, Strategy } from '@trialogue/plugin-api';

/** A plugin as its module says it is, without its code. */
export interface Imported {
  readonly name: string;
  readonly version: string;
  /** JSON Schema */
  readonly options: JsonObject;
}

type Plain<T> = { readonly [Member in keyof T]: T[Member] extends (...args: any[]) => any ? boolean : T[Member] };

/** What a plugin brings, as data: where there is a function, it says whether there is. */
export interface Description {
  readonly strategies: readonly Plain<Strategy>[];
  readonly tools: readonly Plain<PluginTool>[];
  readonly allocators: readonly Plain<Allocator>[];
  readonly graph?: Pick<GraphModule, 'typeDefs' | 'scopes'> & {
    readonly resolvers: { readonly [type: string]: { readonly [field: string]: 'resolver' | 'subscriber' | null } };
    readonly references?: readonly string[];
  };
}

const strategyMembers = membersOf<Strategy>({
  name: true,
  version: true,
  configKey: true,
  config: true,
  input: true,
  output: true,
  uses: true,
  provides: true,
  effects: true,
  timeoutMs: true,
  execute: true,
});
const toolMembers = membersOf<PluginTool>({
  name: true,
  version: true,
  description: true,
  input: true,
  output: true,
  effects: true,
  timeoutMs: true,
  use: true,
});
const allocatorMembers = membersOf<Allocator>({ name: true, version: true, options: true, allocate: true });

export function describe({ strategies = [], tools = [], allocators = [], graph }: Contribution): Description {
  return {
    strategies: strategies.map((strategy) => plain(strategy, strategyMembers)),
    tools: tools.map((tool) => plain(tool, toolMembers)),
    allocators: allocators.map((allocator) => plain(allocator, allocatorMembers)),
    ...(graph && { graph: describeGraph(graph) }),
  };
}

function describeGraph({ typeDefs, scopes, resolvers, references }: GraphModule): Description['graph'] {
  const kindOf = (resolver: unknown) => {
    if (typeof resolver === 'function') return 'resolver';
    return typeof (resolver as { subscribe?: unknown } | null)?.subscribe === 'function' ? 'subscriber' : null;
  };
  const kinds = Object.entries(resolvers ?? {}).map(([type, fields]) => {
    const listed = Object.entries(fields).map(([field, resolver]) => [field, kindOf(resolver)] as const);
    return [type, Object.fromEntries(listed)] as const;
  });
  return {
    typeDefs,
    resolvers: Object.fromEntries(kinds),
    ...(scopes && { scopes }),
    ...(references && { references: Object.keys(references) }),
  };
}

/** Read by name: a strategy may be an instance of a class. */
function plain<T extends object>(thing: T, members: readonly (keyof T)[]): Plain<T> {
  const read = members.map((member) => [member, thing?.[member]] as const);
  const data = read.map(([member, value]) => [member, typeof value === 'function' ? true : value]);
  return Object.fromEntries(data.filter(([, value]) => value !== undefined)) as Plain<T>;
}

/** All of them, or it does not compile. */
function membersOf<T>(members: { readonly [Member in keyof Required<T>]: true }): (keyof T)[] {
  return Object.keys(members) as (keyof T)[];
}
