import type { Json } from '@trialogue/plugin-api';
import type { Sql } from '@trialogue/store';
import { LeasedLedger } from '../turn/leased-ledger';
import type { LeaseLost } from '../turn/stop';
import type { Checkpoint } from '../turn/turn-steps';

/** The effect ledger of one execution, in `exp.execution_effects`, written only while the execution runs. */
export class ExecutionLedger extends LeasedLedger {
  constructor(
    private readonly sql: Sql,
    private readonly execution: string,
    checkpoint: Checkpoint,
    onLost: (reason: LeaseLost) => void,
  ) {
    super(checkpoint, onLost);
  }

  protected async insert(key: string): Promise<number> {
    const { rowCount } = await this.sql(
      `insert into exp.execution_effects (execution, key)
       select id, $2 from exp.executions where id = $1 and status = 'RUNNING' on conflict do nothing`,
      [this.execution, key],
    );
    return rowCount;
  }

  protected async find(key: string) {
    const { rows } = await this.sql<{ done: boolean; answer: Json }>(
      `select answer is not null as done, answer from exp.execution_effects
       where execution = $1 and key = $2
         and exists (select from exp.executions where id = $1 and status = 'RUNNING')`,
      [this.execution, key],
    );
    return rows[0];
  }

  protected async complete(key: string, answer: string): Promise<number> {
    const { rowCount } = await this.sql(
      `update exp.execution_effects f set answer = $3 from exp.executions e
       where f.execution = $1 and f.key = $2 and e.id = f.execution and e.status = 'RUNNING'`,
      [this.execution, key, answer],
    );
    return rowCount;
  }
}
