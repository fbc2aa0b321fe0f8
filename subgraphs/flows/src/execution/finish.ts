import { Gathered, type Prepared, type Store } from '@trialogue/store';
import { storable } from '../text-input';
import { LeaseLost } from '../turn/stop';
import { type Execution, executionOf } from './execution.entity';
import type { ExecutionEnd } from './execution-end';
import { endFacts } from './execution-facts';

interface Asked {
  readonly id: string;
  /** JSON: an object of what is set, and the list of its events, of which there is one at least. */
  readonly row: string;
  readonly events: string;
}

/** Ends executions, those of many callers in one statement: compare-and-set on each being RUNNING, and its events. */
export class Finishing {
  private readonly gathered: Gathered<Asked, boolean>;

  constructor(private readonly store: Store) {
    this.gathered = new Gathered((asked) => this.write(asked), {
      weightOf: ({ row, events }) => row.length + events.length,
      mostTogether: 1_000_000,
      mostWaiting: 100_000_000,
      mostWrites: 2,
    });
  }

  /**
   * Answers the execution as its row is then. Throws LeaseLost, and nothing is written, when it has ended otherwise, and
   * EVENT_INVALID for an event that the log does not take.
   */
  async finish(execution: Execution, end: ExecutionEnd, now: Date): Promise<Execution> {
    const { id } = execution;
    const changes = changesOf(execution, end, now);
    const output = end.status === 'COMPLETED' ? end.output : null;
    const row = JSON.stringify(rowOf(id, changes, output));
    const events = this.store.events.rowsOf(endFacts(execution, end, now));
    if (!(await this.gathered.add({ id, row, events }))) throw new LeaseLost();
    return executionOf({ ...execution, ...changes, output: JSON.parse(output ?? 'null') });
  }

  private async write(asked: readonly Asked[]): Promise<boolean[]> {
    const { rows } = await this.store.sql<{ id: string }>(finishStatement, [
      `[${asked.map(({ row }) => row)}]`,
      `[${asked.map(({ events }) => events.slice(1, -1))}]`,
    ]);
    if (rows.length > 0) this.store.events.appended();
    const ended = new Set(rows.map(({ id }) => id));
    return asked.map(({ id }) => ended.has(id));
  }
}

function changesOf(execution: Execution, end: ExecutionEnd, now: Date) {
  const failure = end.status === 'FAILED' ? end.error : undefined;
  const { latencyMs = null, usage = null, cost = null, model = null, standIn = false } = end.record ?? {};
  return {
    ...{ status: end.status, failureCode: failure?.code ?? null },
    failureMessage: failure ? storable(failure.message) : null,
    ...{ latencyMs, usage, cost, model, standIn: execution.standIn || standIn, endedAt: now },
  };
}

type Changes = ReturnType<typeof changesOf>;
const rowOf = (
  id: string,
  { failureCode, failureMessage, latencyMs, standIn, endedAt, ...same }: Changes,
  output: string | null,
) => ({
  ...{ id, output, failure_code: failureCode, failure_message: failureMessage, latency_ms: latencyMs },
  ...{ stand_in: standIn, ended_at: endedAt, ...same },
});

const finishStatement: Prepared = {
  name: 'finish_executions',
  text: 'select id from exp.end_executions($1, $2) as id',
};
