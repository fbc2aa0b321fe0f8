import type { Json } from '@trialogue/plugin-api';
import type { Sql } from '@trialogue/store';
import type { AcceptedTurn } from './accept';
import { LeasedLedger } from './leased-ledger';
import type { LeaseLost } from './stop';
import type { Checkpoint } from './turn-steps';

/**
 * Of the effects of a conversation's flow, which outlive a turn that dies or fails: the next one that comes to the same
 * point takes what is recorded. A turn that moves the flow on forgets them.
 */
export const ofFlow = 0;

/** The effect ledger of one turn, in `exp.effects`, written only under the turn's fence. */
export class TurnLedger extends LeasedLedger {
  /**
   * @param number the turn whose effects they are, or `ofFlow`
   * @param prefix keeps executions of one turn apart
   */
  constructor(
    private readonly sql: Sql,
    private readonly turn: AcceptedTurn,
    private readonly number: number,
    private readonly prefix: string,
    checkpoint: Checkpoint,
    onLost: (reason: LeaseLost) => void,
  ) {
    super(checkpoint, onLost);
  }

  protected async insert(key: string): Promise<number> {
    const { conversation, fence } = this.turn;
    const { rowCount } = await this.sql(
      `insert into exp.effects (conversation, turn, key)
       select id, $2, $3 from exp.conversations where id = $1 and fence = $4 and lease_until is not null
       on conflict do nothing`,
      [conversation.id, this.number, this.prefix + key, fence],
    );
    return rowCount;
  }

  protected async find(key: string) {
    const { conversation, fence } = this.turn;
    const { rows } = await this.sql<{ done: boolean; answer: Json }>(
      `select answer is not null as done, answer from exp.effects
       where conversation = $1 and turn = $2 and key = $3
         and exists (select from exp.conversations where id = $1 and fence = $4 and lease_until is not null)`,
      [conversation.id, this.number, this.prefix + key, fence],
    );
    return rows[0];
  }

  protected async complete(key: string, answer: string): Promise<number> {
    const { conversation, fence } = this.turn;
    const { rowCount } = await this.sql(
      `update exp.effects e set answer = $5 from exp.conversations c
       where e.conversation = $1 and e.turn = $2 and e.key = $3
         and c.id = e.conversation and c.fence = $4 and c.lease_until is not null`,
      [conversation.id, this.number, this.prefix + key, fence, answer],
    );
    return rowCount;
  }
}
