import { gauge, type Telemetry } from '@trialogue/telemetry';

/** The counts of a pool of `pg`. */
export interface PoolCounts {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

type Pools = Map<string, PoolCounts>;

/** All pools of a registry are values of the same two gauges. */
const poolsOf = new WeakMap<Telemetry['registry'], Pools>();

/** Shows how a pool is used for as long as it lives; answers how to stop. One name of each kind in a registry. */
export function watchPool({ registry }: Telemetry, name: string, pool: PoolCounts): () => void {
  let pools = poolsOf.get(registry);
  if (!pools) {
    pools = new Map();
    poolsOf.set(registry, pools);
    show(registry, pools);
  }
  const watched = pools.set(name, pool);
  return () => {
    if (watched.get(name) === pool) watched.delete(name);
  };
}

function show(registry: Telemetry['registry'], pools: Pools): void {
  const connections = {
    name: 'trialogue_postgres_connections',
    help: 'Connections of a pool to Postgres, by whether a statement or transaction has them.',
    labels: ['pool', 'state'],
  } as const;
  gauge<'pool' | 'state'>(registry, connections, (set) => {
    for (const [pool, { totalCount, idleCount }] of pools) {
      set(totalCount - idleCount, { pool, state: 'in_use' });
      set(idleCount, { pool, state: 'idle' });
    }
  });
  const waiting = {
    name: 'trialogue_postgres_waiting_requests',
    help: 'Requests that wait for a connection of a pool to Postgres.',
    labels: ['pool'],
  } as const;
  gauge<'pool'>(registry, waiting, (set) => {
    for (const [pool, { waitingCount }] of pools) set(waitingCount, { pool });
  });
}
