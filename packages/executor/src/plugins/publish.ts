import type { JsonObject } from '@trialogue/plugin-api';
import type { Sql, Store } from '@trialogue/store';
import type { AllocatorBody, StrategyBody, ToolBody } from '@trialogue/variant-config';
import type { LoadedAllocator, LoadedStrategy, LoadedTool } from './loaded-plugin';

type Published = { readonly [kind: string]: ReadonlySet<string> };

/** What this process published, by store: only that is its to withdraw, for another process may have other plugins. */
const published = new WeakMap<Store, Published>();

/**
 * Publishes what validates a config without the plugins' code, and withdraws what this process published before and does
 * not bring any more.
 */
export async function publishBrought(
  store: Store,
  strategies: readonly LoadedStrategy[],
  allocators: readonly LoadedAllocator[],
  tools: readonly LoadedTool[],
): Promise<void> {
  const brought = {
    strategy: strategies.map(strategyBody),
    allocator: allocators.map(allocatorBody),
    tool: tools.map(toolBody),
  };
  const before = published.get(store) ?? {};
  const now: Record<string, ReadonlySet<string>> = {};
  await store.transaction(async (sql) => {
    for (const [kind, bodies] of Object.entries(brought))
      now[kind] = await publishBodies(store, sql, kind, bodies, before[kind] ?? new Set());
  });
  published.set(store, now);
  await store.releases.refresh();
}

/** @returns the names that are published now */
async function publishBodies(
  store: Store,
  sql: Sql,
  kind: string,
  bodies: readonly { readonly name: string }[],
  before: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const names = new Set(bodies.map(({ name }) => name));
  for (const body of bodies) await store.releases.publish(sql, { kind, key: body.name, schema: 1, body });
  for (const name of before) if (!names.has(name)) await store.releases.withdraw(sql, kind, name);
  return names;
}

function strategyBody({ plugin, strategy }: LoadedStrategy): StrategyBody {
  const { name, version, configKey, config, input, output, effects, uses, provides } = strategy;
  return {
    name,
    version,
    plugin,
    configKey,
    config: config as JsonObject,
    input: input as JsonObject,
    output: output as JsonObject,
    effects,
    ...(uses?.length && { uses }),
    ...(provides?.length && { provides }),
  };
}

function allocatorBody({ plugin, allocator: { name, version, options } }: LoadedAllocator): AllocatorBody {
  return { name, version, plugin, options: options as JsonObject };
}

function toolBody({ plugin, tool: { name, version, description, input, output, effects } }: LoadedTool): ToolBody {
  return { name, version, plugin, description, input, ...(output && { output: output as JsonObject }), effects };
}
