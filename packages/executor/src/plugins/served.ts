import { CallStats } from '../calls/call-stats';
import { isolationOf, type PluginEntry } from './entries';
import type { LoadedPlugin } from './loaded-plugin';
import { placeOf } from './plugin-files';
import type { PluginState } from './plugin-state';

/** A plugin that is served. */
export interface Served {
  readonly entry: PluginEntry;
  /** Changes when its entry or its files do. */
  readonly key: string;
  readonly plugin: LoadedPlugin;
  /** Why its worker was given up. */
  failed?: string;
  /** Why it is not as `plugins.yml` has it. */
  readonly problem?: string;
}

export function stateOf({ entry, plugin, failed, problem }: Served): PluginState {
  const { name, version, isolation, strategies } = plugin;
  const reason = failed ?? problem;
  return {
    ...{
      name,
      place: placeOf(entry),
      version,
      state: failed === undefined ? 'LOADED' : 'FAILED',
      isolation,
      restarts: plugin.restarts(),
    },
    ...(reason !== undefined && { problem: reason }),
    ...figuresOf(strategies.map(({ calls }) => calls.stats)),
    strategies: strategies.map(({ strategy, calls }) => ({
      ...{ name: strategy.name, circuit: calls.state },
      ...figuresOf([calls.stats]),
    })),
  };
}

export const refusedState = (entry: PluginEntry, problem: string): PluginState => ({
  ...{ name: placeOf(entry), place: placeOf(entry), state: 'REFUSED', problem, isolation: isolationOf(entry) },
  ...{ restarts: 0, calls: 0, failures: 0, strategies: [] },
});

function figuresOf(stats: readonly CallStats[]) {
  const sum = (of: 'calls' | 'failures') => stats.reduce((total, one) => total + one[of], 0);
  const p99Ms = CallStats.p99Ms(stats);
  return { calls: sum('calls'), failures: sum('failures'), ...(p99Ms !== undefined && { p99Ms }) };
}
