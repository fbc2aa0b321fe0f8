import type { EventLog } from '../events/event-log';
import type { Sql } from '../sql';
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
   */
  async claim(experiment: string, everyMs: number, leaseMs: number): Promise<boolean> {
    const isDue = `(runs.leased_until is null or runs.leased_until <= clock_timestamp())
      and coalesce(runs.retry_at, runs.last_at + $2 * interval '1 ms', '-infinity') <= clock_timestamp()`;
    // Looked at first, so that asking in vain, which is often, locks nothing.
    const { rowCount } = await this.sql(
      `insert into exp.allocator_runs as runs (experiment, leased_until)
       select $1, clock_timestamp() + $3 * interval '1 ms'
       where not exists (select from exp.allocator_runs as runs where experiment = $1 and not (${isDue}))
       on conflict (experiment) do update set leased_until = excluded.leased_until where ${isDue}`,
      [experiment, everyMs, leaseMs],
    );
    return rowCount === 1;
  }

  /** Ends a run. After the nth failure in a row, the next try is `firstRetryMs` · 2ⁿ⁻¹ later, `longestRetryMs` at most. */
  async end(
    experiment: string,
    { problem, failed }: { readonly problem: string | null; readonly failed: boolean },
    { firstRetryMs, longestRetryMs }: { readonly firstRetryMs: number; readonly longestRetryMs: number },
  ): Promise<void> {
    await this.sql(
      `update exp.allocator_runs set leased_until = null, last_at = clock_timestamp(), last_problem = $2,
         failures = case when $3 then failures + 1 else 0 end,
         retry_at = case when $3
           then clock_timestamp() + least($4 * 2.0 ^ least(failures, 30), $5) * interval '1 ms' end
       where experiment = $1`,
      [experiment, problem, failed, firstRetryMs, longestRetryMs],
    );
  }

  /** Gives a run back that was not done: anybody may begin it at once. */
  async release(experiment: string): Promise<void> {
    await this.sql('update exp.allocator_runs set leased_until = null where experiment = $1', [experiment]);
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
