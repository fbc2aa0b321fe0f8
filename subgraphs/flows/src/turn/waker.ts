import { DomainError } from '@trialogue/errors';
import type { Logger } from '@trialogue/plugin-api';
import { isStoreUnavailable, type Store } from '@trialogue/store';
import type { FlowLimits } from '../limits';
import { Rounds } from './rounds';
import type { Turns } from './turns';

export interface WakerServices {
  readonly store: Store;
  readonly turns: Pick<Turns, 'wake'>;
  readonly clock: () => Date;
  readonly limits: Pick<FlowLimits, 'reapEveryMs'>;
  readonly logger: Logger;
}

const mostAtOnce = 20;
/** How long one that failed before its turn began is left alone, and how many of them are. */
const restMs = 60_000;
const mostResting = 1_000;

/**
 * Lets conversations go on whose flow does so by itself, with nobody connected: when a timer rings, or an opening makes a
 * call. Any number of processes may look; a conversation's lease lets one of them.
 */
export class Waker {
  private readonly waking = new Map<string, Promise<void>>();
  /** Those that failed before their turn began, with when they are tried again: others are not to wait behind them. */
  private readonly resting = new Map<string, number>();
  private readonly rounds: Rounds;

  constructor(private readonly services: WakerServices) {
    const { limits, logger } = services;
    this.rounds = new Rounds('waker', limits.reapEveryMs, logger, () => this.look());
  }

  start(): void {
    this.rounds.start();
  }

  async stop(): Promise<void> {
    await this.rounds.stop();
    await Promise.allSettled(this.waking.values());
  }

  /** Begins what it finds, and waits for none of it. */
  async look(): Promise<void> {
    const room = mostAtOnce - this.waking.size;
    if (room <= 0) return;
    const { store, clock } = this.services;
    const now = clock();
    for (const [id, until] of this.resting) if (until <= now.getTime()) this.resting.delete(id);
    const { rows } = await store.sql<{ id: string }>(
      `select id from exp.conversations
       where wake_at <= $1 and lease_until is null and status in ('ACTIVE', 'HANDED_OFF') and id <> all($2)
       order by wake_at limit $3`,
      [now, [...this.waking.keys(), ...this.resting.keys()], room],
    );
    for (const { id } of rows) this.wake(id);
  }

  readonly wake = (id: string): void => {
    if (this.waking.has(id)) return;
    const woken = this.services.turns
      .wake(id)
      .catch((error) => this.report(id, error))
      .finally(() => this.waking.delete(id));
    this.waking.set(id, woken);
  };

  /** What did not begin is found again. */
  private report(conversation: string, error: unknown): void {
    const { logger } = this.services;
    if (error instanceof DomainError && error.code === 'SUBGRAPH_UNAVAILABLE') return; // this process is being closed
    if (isStoreUnavailable(error)) logger.warn({ conversation }, 'A conversation waits for the database to go on.');
    else {
      logger.error({ err: error, conversation }, 'A conversation could not go on by itself.');
      this.rest(conversation);
    }
  }

  private rest(conversation: string): void {
    this.resting.set(conversation, this.services.clock().getTime() + restMs);
    if (this.resting.size > mostResting) this.resting.delete(this.resting.keys().next().value!);
  }
}
