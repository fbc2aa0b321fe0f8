import type { EffectEntry } from '@trialogue/executor';
import type { Json } from '@trialogue/plugin-api';
import type { Sql } from '@trialogue/store';
import type { AcceptedTurn } from './accept';
import { LeasedLedger } from './leased-ledger';
import type { OpenEffects } from './open-effects';
import type { LeaseLost } from './stop';
import type { Checkpoint } from './turn-steps';

/**
 * Of the effects of a conversation's flow, which outlive a turn that dies or fails: the next one that comes to the same
 * point takes what is recorded. A turn that moves the flow on forgets them.
 */
export const ofFlow = 0;

export interface TurnLedgerServices {
  readonly sql: Sql;
  readonly checkpoint: Checkpoint;
  readonly onLost: (reason: LeaseLost) => void;
  readonly open: OpenEffects;
}

/** The effect ledger of one turn, in `exp.effects`, written only under the turn's fence. */
export class TurnLedger extends LeasedLedger {
  /**
   * @param number the turn whose effects they are, or `ofFlow`
   * @param prefix keeps executions of one turn apart
   */
  constructor(
    private readonly services: TurnLedgerServices,
    private readonly turn: AcceptedTurn,
    private readonly number: number,
    private readonly prefix: string,
  ) {
    super(services.checkpoint, services.onLost);
  }

  override async begin(key: string, mayRepeat: boolean): Promise<EffectEntry> {
    const entry = await super.begin(key, mayRepeat);
    if (entry.state !== 'DONE') this.services.open.begun(this.nameOf(key));
    return entry;
  }

  override async done(key: string, answer: Json): Promise<void> {
    await super.done(key, answer);
    this.services.open.ended(this.nameOf(key));
  }

  failed(key: string): void {
    this.services.open.ended(this.nameOf(key));
  }

  private nameOf(key: string): string {
    return effectName(this.number, this.prefix + key);
  }

  protected async insert(key: string, mayRepeat: boolean): Promise<number> {
    const { conversation, fence, number } = this.turn;
    const { rowCount } = await this.services.sql(
      `insert into exp.effects (conversation, turn, key, begun_in, may_repeat)
       select id, $2, $3, $5, $6 from exp.conversations where id = $1 and fence = $4 and lease_until is not null
       on conflict do nothing`,
      [conversation.id, this.number, this.prefix + key, fence, number, mayRepeat],
    );
    return rowCount;
  }

  protected async find(key: string) {
    const { conversation, fence } = this.turn;
    const { rows } = await this.services.sql<{ done: boolean; answer: Json }>(
      `select answer is not null as done, answer from exp.effects
       where conversation = $1 and turn = $2 and key = $3
         and exists (select from exp.conversations where id = $1 and fence = $4 and lease_until is not null)`,
      [conversation.id, this.number, this.prefix + key, fence],
    );
    return rows[0];
  }

  protected async complete(key: string, answer: string): Promise<number> {
    const { conversation, fence } = this.turn;
    const { rowCount } = await this.services.sql(
      `update exp.effects e set answer = $5 from exp.conversations c
       where e.conversation = $1 and e.turn = $2 and e.key = $3
         and c.id = e.conversation and c.fence = $4 and c.lease_until is not null`,
      [conversation.id, this.number, this.prefix + key, fence, answer],
    );
    return rowCount;
  }
}

/** What an effect is called within its conversation. */
const effectName = (turn: number, key: string): string => `${turn}:${key}`;

/** Whether all these effects of a conversation are recorded as done. */
export async function areDone(sql: Sql, conversation: string, names: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ count: number }>(
    `select count(*)::int as count from exp.effects
     where conversation = $1 and turn || ':' || key = any($2) and answer is not null`,
    [conversation, names],
  );
  return rows[0]!.count === new Set(names).size;
}
