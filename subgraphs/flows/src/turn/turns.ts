import { DomainError } from '@trialogue/errors';
import { conversationColumns } from '../columns';
import type { Conversation } from '../conversation.entity';
import type { Turn } from '../turn.entity';
import { accept, type Offer, refusalOf } from './accept';
import { findTurn } from './find-turn';
import { repeatTurn } from './repeat';
import { TurnRun, type TurnServices } from './run';
import { TurnStopped } from './stop';
import { UnderWay } from './under-way';

interface RunningTurn {
  readonly number: number;
  readonly run: TurnRun;
}

/** The turns of all conversations, of which some run in this process. */
export class Turns {
  private readonly running = new Map<string, RunningTurn>();
  private readonly underWay = new UnderWay();

  constructor(private readonly services: TurnServices) {
    services.metrics?.show(() => this.running.size);
  }

  /**
   * Takes a user's message and answers when its turn has ended, however it did. The same `clientMessageId` again is the
   * same turn. Nothing but `cancel` and a lost lease ends it early: whoever asked may go away.
   */
  async send(conversation: Conversation, clientMessageId: string, text: string): Promise<Turn> {
    const { store, executor, limits } = this.services;
    this.underWay.refuseWhenClosing();
    const find = () => findTurn(store.sql, conversation.id, clientMessageId);
    const known = await find();
    if (known) return repeatTurn(store, known, text, limits.repeatMs);

    const now = this.services.clock();
    // What would answer is the conversation's, also in a turn that its flow answers by itself: arms are compared by all of it.
    const standIn = await executor.standInOf(conversation.plan);
    const message = { conversation: conversation.id, clientMessageId, text };
    this.underWay.refuseWhenClosing();
    const taken = await this.underWay.during(this.take({ ...message, standIn, now, ...limits }));
    if (taken) return taken;

    const turn = await find();
    if (!turn) throw await this.refusal(conversation.id, now);
    return repeatTurn(store, turn, text, limits.repeatMs);
  }

  /** Ends the turn that runs, if one does and it is this one, when one is named: at once when it runs in this process, else at its next heartbeat. */
  async cancel(conversation: string, number?: number): Promise<void> {
    const { rows } = await this.services.store.sql<{ number: number }>(
      `update exp.turns set cancel_requested = true where conversation = $1 and status = 'RUNNING' and ($2::int is null or number = $2) returning number`,
      [conversation, number ?? null],
    );
    const here = this.running.get(conversation);
    if (here && rows.some(({ number }) => number === here.number)) here.run.stop(new TurnStopped('CANCELLED'));
  }

  /** Lets the turns that run here end, for `closeMs`; then ends them as failed. What hangs even then is the reaper's. */
  close(): Promise<void> {
    return this.underWay.close(this.services.limits.closeMs, () => {
      for (const { run } of this.running.values()) run.stop(new TurnStopped('SHUTTING_DOWN'));
    });
  }

  /** The turn as it ended; undefined: it was not accepted. */
  private async take(offer: Offer): Promise<Turn | undefined> {
    const { store } = this.services;
    const accepted = await accept(store, offer);
    if (!accepted) return undefined;
    await this.run(new TurnRun(this.services, accepted), offer.conversation, accepted.number);
    return findTurn(store.sql, offer.conversation, offer.clientMessageId);
  }

  private async run(run: TurnRun, conversation: string, number: number): Promise<void> {
    const entry = { number, run };
    this.running.set(conversation, entry);
    try {
      await run.toEnd();
    } finally {
      if (this.running.get(conversation) === entry) this.running.delete(conversation);
    }
  }

  private async refusal(conversation: string, now: Date): Promise<DomainError> {
    const { rows } = await this.services.store.sql<Conversation>(
      `select ${conversationColumns} from exp.conversations where id = $1`,
      [conversation],
    );
    const refusal = rows[0] && refusalOf(rows[0], now);
    return refusal ?? new DomainError('CONVERSATION_BUSY', { conversation }); // it was, and no longer is: retryable
  }
}
