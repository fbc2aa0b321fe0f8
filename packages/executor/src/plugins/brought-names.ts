import type { LoadedPlugin } from './loaded-plugin';

/** Names of what plugins bring for others to use. */
export interface BroughtNames {
  readonly strategies: readonly string[];
  readonly tools: readonly string[];
  readonly allocators: readonly string[];
}

export const broughtNames = ({ strategies, tools, allocators }: LoadedPlugin): BroughtNames => ({
  strategies: strategies.map(({ strategy }) => strategy.name),
  tools: tools.map(({ tool }) => tool.name),
  allocators: allocators.map(({ allocator }) => allocator.name),
});

export const isNone = (names: BroughtNames): boolean => Object.values(names).every(({ length }) => length === 0);

/** Those of `before` that `after` has not. */
export const namesMissing = (before: BroughtNames, after: BroughtNames): BroughtNames => ({
  strategies: before.strategies.filter((name) => !after.strategies.includes(name)),
  tools: before.tools.filter((name) => !after.tools.includes(name)),
  allocators: before.allocators.filter((name) => !after.allocators.includes(name)),
});
