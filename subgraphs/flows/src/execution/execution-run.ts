import type { Executor } from '@trialogue/executor';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Sql, Store } from '@trialogue/store';
import { LeasedRun, type LeasedServices } from '../turn/leased-run';
import { TurnStopped } from '../turn/stop';
import type { Execution } from './execution.entity';
import { type ExecutionEnd, executionEnd } from './execution-end';
import { ExecutionLedger } from './execution-ledger';
import type { Finishing } from './finish';

export interface ExecutionServices extends LeasedServices {
  readonly store: Store;
  readonly executor: Executor;
  readonly finishing: Finishing;
}

/** Runs one accepted execution to its end: its effects, then Finish, under its lease. Nothing of it is streamed. */
export class ExecutionRun extends LeasedRun<ExecutionEnd> {
  constructor(
    private readonly services: ExecutionServices,
    private readonly execution: Execution,
    private readonly asked: { readonly input: JsonObject; readonly attributes: JsonObject },
  ) {
    const { id, plan } = execution;
    super(services, {
      noun: 'execution',
      place: { execution: id },
      strategy: plan.strategy,
      renew: renew(services.store.sql, id, services.limits.leaseMs),
    });
  }

  protected async run(): Promise<ExecutionEnd> {
    await this.checkpoint('accepted');
    const { store, executor, logger } = this.services;
    const { id, plan, unit } = this.execution;
    const { signal } = this.abort;
    const record = await executor.execute({
      id,
      plan,
      ...this.asked,
      unit,
      signal,
      ledger: new ExecutionLedger(store.sql, id, this.checkpoint, this.stop),
      logger,
      emit: async () => {},
    });
    if (signal.aborted && !(signal.reason instanceof TurnStopped)) throw signal.reason;
    await this.checkpoint('executed');
    return executionEnd(record, plan.strategy, signal.reason);
  }

  /** As its row is once it has ended here. */
  ended: Execution | undefined;

  protected async write(end: ExecutionEnd): Promise<void> {
    this.ended = await this.services.finishing.finish(this.execution, end, this.now());
  }

  protected withoutEvents(end: ExecutionEnd): ExecutionEnd | undefined {
    const { record } = end;
    return record?.events.length ? ({ ...end, record: { ...record, events: [] } } as ExecutionEnd) : undefined;
  }

  protected async afterwards(): Promise<void> {}
}

const renew = (sql: Sql, id: string, leaseMs: number) => async () => {
  const { rowCount } = await sql(
    `update exp.executions set lease_until = clock_timestamp() + $2 * interval '1 ms'
     where id = $1 and status = 'RUNNING'`,
    [id, leaseMs],
  );
  return rowCount > 0 ? { cancelled: false } : undefined;
};
