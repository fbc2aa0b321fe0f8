import type { JsonObject } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import type { StrategyBody } from '@trialogue/variant-config';
import type { LoadedStrategy } from './loaded-plugin';

/** What this process published, by store: only that is its to withdraw, for another process may have other plugins. */
const published = new WeakMap<Store, ReadonlySet<string>>();

/**
 * Publishes what validates a config without the plugin's code, and withdraws the strategies that this process published
 * before and does not bring any more.
 */
export async function publishStrategies(store: Store, strategies: readonly LoadedStrategy[]): Promise<void> {
  const bodies = strategies.map(bodyOf);
  const names = new Set(bodies.map(({ name }) => name));
  await store.transaction(async (sql) => {
    for (const body of bodies) await store.releases.publish(sql, { kind: 'strategy', key: body.name, schema: 1, body });
    for (const name of published.get(store) ?? [])
      if (!names.has(name)) await store.releases.withdraw(sql, 'strategy', name);
  });
  published.set(store, names);
  await store.releases.refresh();
}

function bodyOf({ plugin, strategy }: LoadedStrategy): StrategyBody {
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
