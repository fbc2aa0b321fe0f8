import type { MlflowRegistry } from '@trialogue/mlflow';
import type { Records } from '@trialogue/plugin-api';
import { fakeHost } from '@trialogue/plugin-api/testing';
import { AliasMoves } from '../alias-moves';
import { Ledger } from '../ledger';
import { onlineResults } from '../online-results';
import { Promotions } from '../promotions';

type Metrics = { readonly [name: string]: number };

/** A registry in memory, with one model `m` whose versions come from runs `r1`, `r2`, …. */
export interface MemoryRegistry extends MlflowRegistry {
  readonly versions: MlflowRegistry['versions'] & { [version: string]: Metrics };
  readonly aliases: { [alias: string]: string };
  /** Tags by version and key. */
  readonly tags: { [of: string]: string };
  /** What aliases were moved, and points that were logged, in order. */
  readonly log: string[];
  readonly points: string[];
}

export function registryOf(
  metrics: { [version: string]: Metrics },
  aliases: { [alias: string]: string },
): MemoryRegistry {
  const log: string[] = [];
  const points: string[] = [];
  const tags: { [of: string]: string } = {};
  const list = (object: Metrics) => Object.entries(object).map(([key, value]) => ({ key, value, timestamp: 1 }));
  const registry = {
    ...{ versions: metrics, aliases, log, points, tags },
    model: async (name: string) =>
      name === 'm'
        ? { name, aliases: Object.entries(aliases).map(([alias, version]) => ({ alias, version })) }
        : undefined,
    version: async (name: string, version: string) =>
      name === 'm' && metrics[version] ? { name, version, status: 'READY', run_id: `r${version}` } : undefined,
    aliased: async (name: string, alias: string) =>
      aliases[alias] === undefined ? undefined : registry.version(name, aliases[alias]),
    run: async (id: string) => ({ info: { run_id: id }, data: { metrics: list(metrics[id.slice(1)] ?? {}) } }),
    setAlias: async (_: string, alias: string, version: string) => {
      log.push(`${alias} → ${version}`);
      aliases[alias] = version;
    },
    deleteAlias: async (_: string, alias: string) => {
      log.push(`${alias} → none`);
      delete aliases[alias];
    },
    setVersionTag: async (_: string, version: string, { key, value }: { key: string; value: string }) => {
      tags[`${version} ${key}`] = value;
    },
    logBatch: async (
      run: string,
      { metrics: all = [] }: { metrics?: readonly { key: string; value: number; timestamp: number }[] },
    ) => {
      for (const { key, value, timestamp } of all) {
        const point = `${run} ${key} ${value} ${timestamp}`;
        if (!points.includes(point)) points.push(point);
      }
    },
  };
  return registry as unknown as MemoryRegistry;
}

/** What outlives a process. */
export interface World {
  readonly records: Records;
  readonly registry: MemoryRegistry;
  readonly nowMs: number;
  readonly graph?: (document: string, variables: any) => unknown;
}

/** A process of the plugin in that world. */
export function openProcess({ records, registry, nowMs, graph }: World, selfApproval = false) {
  const host = { ...fakeHost({ graph }), records };
  const now = () => new Date(nowMs);
  const ledger = new Ledger(records, () => nowMs);
  const moves = new AliasMoves({
    ledger,
    registry,
    logger: host.logger,
    now,
    logOnline: onlineResults(registry, records),
  });
  const promotions = new Promotions({ host, registry, ledger, moves, now, selfApproval });
  return { host, ledger, moves, promotions, now };
}
