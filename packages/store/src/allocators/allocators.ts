import type { EventLog } from '../events/event-log';
import type { Sql } from '../sql';
import { forgetOutcomes } from './forget-outcomes';
import { countOutcomes, type OutcomeCount, type VariantOutcomes } from './outcomes';

/** What became of the runs of an experiment's allocator. */
export interface AllocatorRun {
  readonly experiment: string;
  /** When the last one ended. */
  readonly lastAt: Date | null;
  /** Why the last one changed nothing, or failed; null when all is well. */
  readonly lastProblem: string | null;
  /** How many have failed, one after the other. */
  readonly failures: number;
  /** After a failure: when it is tried again. */
  readonly retryAt: Date | null;
}

const columns = 'experiment, last_at as "lastAt", last_problem as "lastProblem", failures, retry_at as "retryAt"';

/** Of whoever runs an experiment's allocator now. */
export interface Claim {
  readonly experiment: string;
  readonly token: string;
}

/** When the lease ends is what tells it from all others: each begins after the one before has ended. */
const token = 'extract(epoch from leased_until)::text as token';
const isHeld = (placeholder: string) => `extract(epoch from leased_until)::text = ${placeholder}`;

/** When experiments' allocators run, and what they are told. All times are the database's. */
export class Allocators {
  constructor(
    private readonly sql: Sql,
    private readonly transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>,
    private readonly events: EventLog,
  ) {}

  /**
   * Lets the caller run an experiment's allocator, if it is due and nobody else runs it: for `leaseMs`, within which it is
   * to say how it ended. Whoever dies is waited for until then.
   *
   * @returns the claim, by which it is ended; undefined: it may not
   */
  async claim(experiment: string, everyMs: number, leaseMs: number): Promise<Claim | undefined> {
    const isDue = `(runs.leased_until is null or runs.leased_until <= clock_timestamp())
      and coalesce(runs.retry_at, runs.last_at + $2 * interval '1 ms', '-infinity') <= clock_timestamp()`;
    // Looked at first, so that asking in vain, which is often, locks nothing.
    const { rows } = await this.sql<{ token: string }>(
      `insert into exp.allocator_runs as runs (experiment, leased_until)
       select $1, clock_timestamp() + $3 * interval '1 ms'
       where not exists (select from exp.allocator_runs as runs where experiment = $1 and not (${isDue}))
       on conflict (experiment) do update set leased_until = excluded.leased_until where ${isDue}
       returning ${token}`,
      [experiment, everyMs, leaseMs],
    );
    return rows[0] && { experiment, token: rows[0].token };
  }

  /** Ends a run, if nobody else has begun it meanwhile. After the nth failure in a row, the next try is `firstRetryMs` · 2ⁿ⁻¹ later, `longestRetryMs` at most. */
  async end(
    { experiment, token }: Claim,
    { problem, failed }: { readonly problem: string | null; readonly failed: boolean },
    { firstRetryMs, longestRetryMs }: { readonly firstRetryMs: number; readonly longestRetryMs: number },
  ): Promise<void> {
    await this.sql(
      `update exp.allocator_runs set leased_until = null, last_at = clock_timestamp(), last_problem = $2,
         failures = case when $3 then failures + 1 else 0 end,
         retry_at = case when $3
           then clock_timestamp() + least($4 * 2.0 ^ least(failures, 30), $5) * interval '1 ms' end
       where experiment = $1 and ${isHeld('$6')}`,
      [experiment, problem, failed, firstRetryMs, longestRetryMs, token],
    );
  }

  /**
   * Gives a run back that was not done: anybody may go on with it at once.
   *
   * @param problem why; without one, what was told of the last run stays
   */
  async release({ experiment, token }: Claim, problem: string | null = null): Promise<void> {
    await this.sql(
      `update exp.allocator_runs set leased_until = null, last_problem = coalesce($2, last_problem)
       where experiment = $1 and ${isHeld('$3')}`,
      [experiment, problem, token],
    );
  }

  /**
   * Removes some of what was counted of one of the experiments that are none of `inUse` and whose allocators have not run
   * for `idleMs`. Should such an experiment run again, it is counted again.
   *
   * @returns whether there may be more
   */
  forget(inUse: readonly string[], idleMs: number): Promise<boolean> {
    return forgetOutcomes({ sql: this.sql, transaction: this.transaction, events: this.events }, inUse, idleMs);
  }

  async runs(experiments: readonly string[]): Promise<AllocatorRun[]> {
    const { rows } = await this.sql<AllocatorRun>(
      `select ${columns} from exp.allocator_runs where experiment = any($1)`,
      [experiments],
    );
    return rows;
  }

  /** See `countOutcomes`. */
  outcomes(experiment: string, count: OutcomeCount, signal: AbortSignal): Promise<readonly VariantOutcomes[] | null> {
    return countOutcomes(
      { sql: this.sql, transaction: this.transaction, events: this.events },
      experiment,
      count,
      signal,
    );
  }
}
