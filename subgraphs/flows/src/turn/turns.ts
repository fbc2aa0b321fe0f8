import { DomainError } from '@trialogue/errors';
import type { FlowEvent } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import { conversationColumns } from '../columns';
import { type Conversation, isOpen } from '../conversation.entity';
import type { Happening } from '../following/flow-answer';
import type { Turn, TurnCause } from '../turn.entity';
import { accept, type Offer, refusalOf } from './accept';
import { findTurn, numberedTurn } from './find-turn';
import { keepForPerson } from './keep';
import { endOfTurn, repeatTurn } from './repeat';
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
   * same turn. Nothing but `cancel` and a lost lease ends it early: whoever asked may go away. While a person has the
   * conversation, the message is kept for them.
   */
  async send(conversation: Conversation, clientMessageId: string, text: string): Promise<Turn> {
    const { store, limits } = this.services;
    const sent = { cause: 'USER', clientMessageId, text, event: { type: 'USER', text } } as const;
    const repeat = (turn: Turn) => repeatTurn(store, turn, text, limits.repeatMs);
    return this.once(conversation, sent, repeat, () => keepForPerson(this.services, conversation.id, sent));
  }

  /**
   * Tells the flow that something has happened outside, and answers when the turn of it has ended. The same id again is
   * the same turn, unless that failed. Undefined, and nothing is written: the flow does not wait for it.
   */
  async tell(conversation: Conversation, eventId: string, name: string, data: JsonObject): Promise<Turn | undefined> {
    const event = { type: 'EVENT', name, data } as const;
    const repeat = (turn: Turn) => endOfTurn(this.services.store, turn, this.services.limits.repeatMs);
    const known = await findTurn(this.services.store.sql, conversation.id, eventId, 'EVENT');
    if (!known && !(await this.awaits(conversation, event))) return undefined;
    return this.once(conversation, { cause: 'EVENT', clientMessageId: eventId, event }, repeat);
  }

  /** Tells the flow that the person to whom it has handed the conversation hands it back. */
  handBack(conversation: Conversation, data: JsonObject): Promise<Turn> {
    const event = { type: 'HANDED_BACK', data } as const;
    return this.once(conversation, { cause: 'BACK', clientMessageId: null, event });
  }

  /** Lets a conversation go on whose flow does so by itself by now, unless somebody else does. */
  async wake(id: string): Promise<void> {
    this.underWay.refuseWhenClosing();
    const { store, executor, limits, clock } = this.services;
    const { rows } = await store.sql<Pick<Conversation, 'plan'>>('select plan from exp.conversations where id = $1', [
      id,
    ]);
    if (!rows[0]) return;
    const standIn = await executor.standInOf(rows[0].plan);
    const offer = {
      conversation: id,
      cause: 'TIMER',
      clientMessageId: null,
      standIn,
      now: clock(),
      ...limits,
    } as const;
    this.underWay.refuseWhenClosing();
    await this.underWay.during(this.take(offer));
  }

  /** Whether the flow hears of it where it stands. */
  private async awaits(conversation: Conversation, event: Happening): Promise<boolean> {
    const { plan, flowState, status, attributes, variables } = conversation;
    if (!plan.flow || !flowState || !isOpen(status)) return false;
    const { machine } = await this.services.flows.get(plan.flow);
    const at = this.services.clock().getTime();
    try {
      const { state, actions } = machine.transition(flowState, { ...event, at } as FlowEvent, {
        attributes,
        variables,
      });
      return state !== flowState || actions.length > 0;
    } catch (error) {
      if (error instanceof DomainError) return true; // its turn will say so
      throw error;
    }
  }

  /** @param keep what is done with it when no turn can be made of it */
  private async once(
    { id, plan }: Conversation,
    asked: Pick<Offer, 'cause' | 'clientMessageId' | 'text' | 'event'>,
    repeat: (turn: Turn) => Promise<Turn> = async (turn) => turn,
    keep: () => Promise<boolean> = async () => false,
  ): Promise<Turn> {
    const { store, executor, limits } = this.services;
    this.underWay.refuseWhenClosing();
    const { cause, clientMessageId } = asked;
    const find = async () => (clientMessageId === null ? undefined : findTurn(store.sql, id, clientMessageId, cause));
    const known = await find();
    if (known) return repeat(known);

    const now = this.services.clock();
    // What would answer is the conversation's, also in a turn that its flow answers by itself: arms are compared by all of it.
    const standIn = await executor.standInOf(plan);
    this.underWay.refuseWhenClosing();
    const taken = await this.underWay.during(this.take({ conversation: id, ...asked, standIn, now, ...limits }));
    if (taken) return taken;

    await keep();
    const turn = await find();
    if (!turn) throw await this.refusal(id, cause, now);
    return repeat(turn);
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
    const { conversation, number } = accepted;
    await this.run(new TurnRun(this.services, accepted), conversation.id, number);
    return numberedTurn(store.sql, conversation.id, number);
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

  private async refusal(conversation: string, cause: TurnCause, now: Date): Promise<DomainError> {
    const { rows } = await this.services.store.sql<Conversation>(
      `select ${conversationColumns} from exp.conversations where id = $1`,
      [conversation],
    );
    const refusal = rows[0] && refusalOf(rows[0], now);
    if (refusal) return refusal;
    const { status } = rows[0] ?? {};
    if (cause === 'BACK' && status === 'ACTIVE')
      return new DomainError('CONVERSATION_NOT_HANDED_OFF', { conversation });
    if (cause === 'EVENT' && status === 'HANDED_OFF')
      return new DomainError('CONVERSATION_HANDED_OFF', { conversation });
    return new DomainError('CONVERSATION_BUSY', { conversation }); // it was, and no longer is: retryable
  }
}
