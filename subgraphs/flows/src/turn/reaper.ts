import { DomainError } from '@trialogue/errors';
import type { Logger } from '@trialogue/plugin-api';
import { type Sql, type Store, terminal } from '@trialogue/store';
import { conversationColumns, turnColumns } from '../columns';
import type { Conversation } from '../conversation.entity';
import { failAbandoned, forgetEnded } from '../execution/upkeep';
import { dropOffExpired } from '../expiry';
import { executionAbandoned } from '../facts';
import type { FlowLimits } from '../limits';
import { asJson } from '../stream/entry';
import type { Turn } from '../turn.entity';
import type { AcceptedTurn } from './accept';
import { closeTurns, terminalCursor, terminalEntry } from './close';
import { Rounds } from './rounds';
import { comesOutTheSame } from './shown-before';
import { takeOver } from './take-over';
import type { TurnMetrics } from './turn-metrics';
import type { Turns } from './turns';
import { wakeAfter } from './wake-after';

export interface ReaperServices {
  readonly store: Store;
  readonly turns: Pick<Turns, 'aid' | 'resume'>;
  readonly clock: () => Date;
  readonly limits: Pick<FlowLimits, 'reapEveryMs' | 'leaseMs' | 'idleMs' | 'executionKeptMs'>;
  readonly logger: Logger;
  readonly metrics?: TurnMetrics;
}

const mostPerRound = 100;

/**
 * Takes care of what nobody else does: turns whose process died are resumed here, or fail; executions whose process died
 * fail; conversations that were left end. Any number may run at once.
 */
export class Reaper {
  private readonly rounds: Rounds;

  constructor(private readonly services: ReaperServices) {
    const { limits, logger } = services;
    this.rounds = new Rounds('reaper', limits.reapEveryMs, logger, () => this.reap());
  }

  start(): void {
    this.rounds.start();
  }

  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** One round, now. */
  async reap(): Promise<void> {
    const { store, clock, limits } = this.services;
    const now = clock();
    for (let count = 0; count < mostPerRound && (await this.settleOne(now)); count += 1);
    await closeTurns(store);
    await dropOffExpired(store, now);
    await failAbandoned(store, now);
    await forgetEnded(store, new Date(now.getTime() - limits.executionKeptMs));
  }

  /** Of the turns whose lease is past. False: there is none left. */
  private async settleOne(now: Date): Promise<boolean> {
    const { store, turns, limits, metrics } = this.services;
    const { aid } = turns;
    const found = aid && (await findAbandoned(store.sql));
    if (!found) return false;
    const first = found.fence - found.resumptions;
    const mayResume = aid === 'RESUME' && (await comesOutTheSame(store, found.id, { first }));
    const settled = await store.transaction(async (sql): Promise<AcceptedTurn | 'FAILED' | undefined> => {
      const conversation = await lock(sql, found);
      if (!conversation) return undefined;
      const taken = mayResume ? await takeOver(sql, conversation, limits.leaseMs) : undefined;
      if (taken) return taken;
      await fail(store, sql, conversation, now, limits.idleMs);
      return 'FAILED';
    });
    if (settled === 'FAILED') metrics?.end(settled);
    else if (settled) turns.resume(settled);
    return true;
  }
}

/**
 * The turn's row. An event from outside, or what a person hands back, may be sent again under its id. It is closed behind this transaction, by writing
 * its end once more: in Redis, too, that keeps a process that only seemed dead from writing any more.
 */
async function failTurn(sql: Sql, conversation: string, number: number, error: DomainError, now: Date): Promise<Turn> {
  const { rows } = await sql<Turn>(
    `update exp.turns
     set status = 'FAILED', failure_code = $3, failure_message = $4, ended_at = $5,
         client_message_id = case when cause in ('EVENT', 'BACK') then null else client_message_id end
     where conversation = $1 and number = $2 and status = 'RUNNING' returning ${turnColumns}`,
    [conversation, number, error.code, error.message, now],
  );
  return rows[0]!;
}

interface Abandoned {
  readonly id: string;
  readonly fence: number;
  readonly resumptions: number;
}

/** A turn whose lease is past; undefined: there is none that no other reaper has in hand. */
async function findAbandoned(sql: Sql): Promise<Abandoned | undefined> {
  const { rows } = await sql<Abandoned>(
    `select c.id, c.fence, coalesce(t.resumptions, 0) as resumptions
     from exp.conversations c join exp.turns t on t.conversation = c.id and t.number = c.turn_count
     where c.lease_until < clock_timestamp() order by c.lease_until limit 1 for update of c skip locked`,
  );
  return rows[0];
}

/** Its conversation; undefined: somebody else has it. */
async function lock(sql: Sql, { id, fence }: Abandoned): Promise<Conversation | undefined> {
  const { rows } = await sql<Conversation>(
    `select ${conversationColumns} from exp.conversations
     where id = $1 and fence = $2 and lease_until < clock_timestamp() for update skip locked`,
    [id, fence],
  );
  return rows[0];
}

async function fail(store: Store, sql: Sql, conversation: Conversation, now: Date, idleMs: number): Promise<void> {
  const error = new DomainError('TURN_ABANDONED', {});
  const { id, turnCount } = conversation;
  const turn = await failTurn(sql, id, turnCount, error, now);
  await sql('delete from exp.effects where conversation = $1 and turn = $2', [id, turnCount]);
  const wakeAt = wakeAfter({ cause: turn.cause, conversation }, undefined, now);
  await sql(
    `update exp.conversations
     set fence = fence + 1, version = version + 1, lease_until = null, expires_at = greatest(expires_at, $2, $4),
         cursor = $3, wake_at = $4
     where id = $1`,
    [id, new Date(now.getTime() + idleMs), terminalCursor(turn), wakeAt],
  );
  await store.events.append(sql, [executionAbandoned(conversation, turn, now, error.code)]);
  await store.streams.append(conversation.id, turn.fence, terminal, [asJson(terminalEntry(turn, undefined))], sql);
}
