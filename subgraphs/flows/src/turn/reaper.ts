import { DomainError } from '@trialogue/errors';
import type { Logger } from '@trialogue/plugin-api';
import { isStoreUnavailable, type Sql, type Store, terminal } from '@trialogue/store';
import { conversationColumns, turnColumns } from '../columns';
import type { Conversation } from '../conversation.entity';
import { failAbandoned, forgetEnded } from '../execution/upkeep';
import { dropOffExpired } from '../expiry';
import { executionFailed } from '../facts';
import type { FlowLimits } from '../limits';
import { asJson } from '../stream/entry';
import type { Turn } from '../turn.entity';
import { closeTurns, terminalCursor, terminalEntry } from './close';
import type { TurnMetrics } from './turn-metrics';

export interface ReaperServices {
  readonly store: Store;
  readonly clock: () => Date;
  readonly limits: Pick<FlowLimits, 'reapEveryMs' | 'idleMs' | 'executionKeptMs'>;
  readonly logger: Logger;
  readonly metrics?: TurnMetrics;
}

const mostPerRound = 100;

/** Ends what nobody else ends: turns and executions whose process died, and conversations that were left. Any number may run at once. */
export class Reaper {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(private readonly services: ReaperServices) {}

  start(): void {
    this.stopped = false;
    this.wait();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  /** One round, now. */
  async reap(): Promise<void> {
    const { store, clock, limits, metrics } = this.services;
    const now = clock();
    for (let count = 0; count < mostPerRound; count += 1) {
      if (!(await store.transaction((sql) => failOne(store, sql, now, limits.idleMs)))) break;
      metrics?.end('FAILED');
    }
    await closeTurns(store);
    await dropOffExpired(store, now);
    await failAbandoned(store, now);
    await forgetEnded(store, new Date(now.getTime() - limits.executionKeptMs));
  }

  private wait(): void {
    this.timer = setTimeout(() => {
      this.round = this.reap()
        .catch((error) => this.report(error))
        .then(() => {
          if (!this.stopped) this.wait();
        });
    }, this.services.limits.reapEveryMs);
  }

  private report(error: unknown): void {
    const { logger } = this.services;
    if (isStoreUnavailable(error)) logger.warn({}, 'The reaper waits for the database.');
    else logger.error({ err: error }, 'A round of the reaper failed.');
  }
}

/** Fails one turn whose lease is past. False: there was none that no other reaper has in hand. */
async function failOne(store: Store, sql: Sql, now: Date, idleMs: number): Promise<boolean> {
  const { rows } = await sql<Conversation>(
    `select ${conversationColumns} from exp.conversations where lease_until < clock_timestamp()
     order by lease_until limit 1 for update skip locked`,
  );
  const conversation = rows[0];
  if (!conversation) return false;
  const error = new DomainError('TURN_ABANDONED', {});
  const turns = await sql<Turn>(
    `update exp.turns set status = 'FAILED', failure_code = $3, failure_message = $4, ended_at = $5
     where conversation = $1 and number = $2 and status = 'RUNNING' returning ${turnColumns}`,
    [conversation.id, conversation.turnCount, error.code, error.message, now],
  );
  const turn = turns.rows[0]!;
  await sql(
    `update exp.conversations
     set fence = fence + 1, version = version + 1, lease_until = null, expires_at = $2, cursor = $3 where id = $1`,
    [conversation.id, new Date(now.getTime() + idleMs), terminalCursor(turn)],
  );
  await store.events.append(sql, [executionFailed(conversation, turn, now, error.code)]);
  await store.streams.append(conversation.id, turn.fence, terminal, [asJson(terminalEntry(turn, undefined))], sql);
  return true;
}
