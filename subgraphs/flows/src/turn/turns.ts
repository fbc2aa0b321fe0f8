import { DomainError } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { isStoreUnavailable } from '@trialogue/store';
import { conversationColumns } from '../columns';
import { Conversation } from '../conversation.entity';
import { isAwaited } from '../following/awaited-event';
import { type Turn, type TurnCause, TurnStatus } from '../turn.entity';
import { type AcceptedTurn, accept, type Offer, refusalOf } from './accept';
import { answerAtOnce, takesTime } from './at-once';
import { findTurn, numberedTurn } from './find-turn';
import { keepForPerson } from './keep';
import { endOfTurn, repeatEvent, repeatTurn } from './repeat';
import { TurnRun, type TurnServices } from './run';
import { TurnStopped } from './stop';
import { UnderWay } from './under-way';
import { WaitingLines } from './waiting-lines';

/** Of other turns that end between being seen and being offered the next; then it is busy. */
const mostAttempts = 10;

/** Of turns that are resumed in this process at once; more of them fail, for nobody should wait for long. */
const mostResuming = 200;

type Asked = Pick<Offer, 'cause' | 'clientMessageId' | 'text' | 'event'>;

interface RunningTurn {
  readonly number: number;
  readonly run: TurnRun;
}

/** The turns of all conversations, of which some run in this process. */
export class Turns {
  private readonly running = new Map<string, RunningTurn>();
  private readonly underWay = new UnderWay();
  private readonly lines = new WaitingLines();
  private readonly unlisten: () => void;
  private resuming = 0;

  constructor(private readonly services: TurnServices) {
    services.metrics?.show(() => this.running.size);
    this.unlisten = services.store.cancellations.on((conversation) => void this.look(conversation));
  }

  /**
   * Takes a user's message and answers when its turn has ended, however it did. The same `clientMessageId` again is the
   * same turn. Nothing but `cancel` and a lost lease ends it early: whoever asked may go away. While a person has the
   * conversation, the message is kept for them.
   *
   * @param wait while another turn runs, the message waits for its end, as long as this signal lets and `repeatMs` at
   *   most; without it, it is refused
   */
  async send(conversation: Conversation, clientMessageId: string, text: string, wait?: AbortSignal): Promise<Turn> {
    const { store, limits } = this.services;
    const sent = { cause: 'USER', clientMessageId, text, event: { type: 'USER', text } } as const;
    const repeat = (turn: Turn) => repeatTurn(store, turn, text, limits.repeatMs);
    const attempt = (known: Conversation) =>
      this.once(known, sent, repeat, () => keepForPerson(this.services, conversation.id, sent));
    if (!wait) return attempt(conversation);
    const signal = AbortSignal.any([wait, this.underWay.signal, AbortSignal.timeout(limits.repeatMs)]);
    return this.lines.wait(conversation.id, signal, () => this.onceFree(conversation, signal, attempt));
  }

  /** Tries whenever a turn has ended, as long as the signal lets. */
  private async onceFree(
    known: Conversation,
    signal: AbortSignal,
    attempt: (known: Conversation) => Promise<Turn>,
  ): Promise<Turn> {
    const { store, limits } = this.services;
    for (let now = known; ; ) {
      try {
        return await attempt(now);
      } catch (error) {
        const isBusy = error instanceof DomainError && error.code === 'CONVERSATION_BUSY';
        if (!isBusy || signal.aborted) throw error;
      }
      const running = await numberedTurn(store.sql, now.id, (await this.latest(now.id))?.turnCount ?? 0);
      if (running) await endOfTurn(store, running, limits.repeatMs, signal);
      now = (await this.latest(now.id)) ?? now;
    }
  }

  /**
   * Tells the flow that something has happened outside, and answers when the turn of it has ended. The same id again is
   * the same turn, unless that failed. Undefined: the flow does not wait for it where it stands, or what is due before it
   * leads away from there. Throws FLOW_EVENT_UNKNOWN for one that it awaits nowhere, and BAD_USER_INPUT for an id that
   * was used for another event.
   */
  async tell(conversation: Conversation, eventId: string, name: string, data: JsonObject): Promise<Turn | undefined> {
    const event = { type: 'EVENT', name, data } as const;
    const { store, flows, limits, clock } = this.services;
    const repeat = (turn: Turn) => repeatEvent(store, turn, event, limits.repeatMs);
    const known = await findTurn(store.sql, conversation.id, eventId, 'EVENT');
    if (!known && !(await isAwaited(flows, conversation, event, clock()))) return undefined;
    const turn = await this.once(conversation, { cause: 'EVENT', clientMessageId: eventId, event }, repeat);
    return turn.failureCode === 'FLOW_EVENT_MISSED' ? undefined : turn;
  }

  /**
   * Tells the flow that the person to whom it has handed the conversation hands it back. The same id again is the same turn,
   * unless that failed.
   */
  handBack(conversation: Conversation, data: JsonObject, clientHandBackId: string | null): Promise<Turn> {
    const { store, limits } = this.services;
    const event = { type: 'HANDED_BACK', data } as const;
    const repeat = (turn: Turn) => endOfTurn(store, turn, limits.repeatMs);
    return this.once(conversation, { cause: 'BACK', clientMessageId: clientHandBackId, event }, repeat);
  }

  /** Lets a conversation go on whose flow does so by itself by now, unless somebody else does. */
  async wake(id: string): Promise<void> {
    const known = await this.latest(id);
    if (known) await this.offer(known, { cause: 'TIMER', clientMessageId: null });
  }

  /** What can be done here about a turn whose process died: nothing, when this one is closing. */
  get aid(): 'RESUME' | 'FAIL' | undefined {
    if (this.underWay.signal.aborted) return undefined;
    return this.resuming < mostResuming ? 'RESUME' : 'FAIL';
  }

  /** Runs such a turn to its end, and is not waited for. */
  resume(turn: AcceptedTurn): void {
    const { logger } = this.services;
    const place = { conversation: turn.conversation.id, turn: turn.number };
    logger.warn(place, 'The process of a turn has died; the turn is resumed.');
    this.resuming += 1;
    void this.underWay
      .during(this.runToEnd(turn))
      .catch((error) =>
        logger[isStoreUnavailable(error) ? 'warn' : 'error']({ err: error, ...place }, 'It died again.'),
      )
      .finally(() => {
        this.resuming -= 1;
      });
  }

  /**
   * @param known the conversation as it was last seen
   * @param keep what is done with it when no turn can be made of it
   */
  private async once(
    known: Conversation,
    asked: Asked,
    repeat: (turn: Turn) => Promise<Turn> = async (turn) => turn,
    keep: () => Promise<boolean> = async () => false,
  ): Promise<Turn> {
    const { store } = this.services;
    const { id } = known;
    const { cause, clientMessageId } = asked;
    const find = async () => (clientMessageId === null ? undefined : findTurn(store.sql, id, clientMessageId, cause));
    let now: Conversation | undefined = known;
    for (let attempt = 0; now && attempt < mostAttempts; attempt += 1) {
      const taken = await this.offer(now, asked);
      // One that was taken from this process may run elsewhere.
      if (taken) return taken.status === TurnStatus.RUNNING ? repeat(taken) : taken;
      const turn = await find();
      if (turn) return repeat(turn);
      now = await this.changed(now);
    }
    await keep();
    const turn = await find();
    if (!turn) throw await this.refusal(id, cause);
    return repeat(turn);
  }

  /** The turn as it ended; undefined: it was not accepted. */
  private async offer(known: Conversation, asked: Asked): Promise<Turn | undefined> {
    const { executor, limits, clock } = this.services;
    this.underWay.refuseWhenClosing();
    // What would answer is the conversation's, also in a turn that its flow answers by itself: arms are compared by all of it.
    const standIn = await executor.standInOf(known.plan);
    this.underWay.refuseWhenClosing();
    return this.underWay.during(this.take({ known, ...asked, standIn, now: clock(), ...limits }));
  }

  /** The conversation, if something has happened in it since and no turn runs now. */
  private async changed({ id, fence, version }: Conversation): Promise<Conversation | undefined> {
    const latest = await this.latest(id);
    const isChanged = latest && !latest.leaseUntil && (latest.fence !== fence || latest.version !== version);
    return isChanged ? latest : undefined;
  }

  private async latest(id: string): Promise<Conversation | undefined> {
    const { rows } = await this.services.store.sql<Conversation>(
      `select ${conversationColumns} from exp.conversations where id = $1`,
      [id],
    );
    return rows[0] && Object.assign(new Conversation(), rows[0]);
  }

  /**
   * Ends the turn that runs, if one does and it is this one, when one is named: at once when it runs in this process,
   * elsewhere when word of it gets there, at its next heartbeat at the latest.
   */
  async cancel(conversation: string, number?: number): Promise<void> {
    const { rows } = await this.services.store.sql<{ number: number }>(
      `update exp.turns set cancel_requested = true where conversation = $1 and status = 'RUNNING' and ($2::int is null or number = $2) returning number`,
      [conversation, number ?? null],
    );
    const here = this.running.get(conversation);
    if (here && rows.some(({ number }) => number === here.number)) here.run.stop(new TurnStopped('CANCELLED'));
    else if (rows.length > 0) this.services.store.cancellations.tell(conversation);
  }

  /** Whether the turn that runs here was cancelled elsewhere. Should that be missed, its heartbeat finds out. */
  private async look(conversation: string): Promise<void> {
    const here = this.running.get(conversation);
    if (!here) return;
    const turn = await numberedTurn(this.services.store.sql, conversation, here.number).catch(() => undefined);
    if (turn?.cancelRequested) here.run.stop(new TurnStopped('CANCELLED'));
  }

  /** Lets the turns that run here end, for `closeMs`; then ends them as failed. What hangs even then is the reaper's. */
  async close(): Promise<void> {
    this.unlisten();
    const { closeMs } = this.services.limits;
    const stop = () => {
      for (const { run } of this.running.values()) run.stop(new TurnStopped('SHUTTING_DOWN'));
    };
    await Promise.all([this.underWay.close(closeMs, stop), this.services.summaries.close(closeMs)]);
  }

  private async take(offer: Offer): Promise<Turn | undefined> {
    const atOnce = await answerAtOnce(this.services, offer);
    if (atOnce !== takesTime) return atOnce;
    const accepted = await accept(this.services.store, offer);
    return accepted && this.runToEnd(accepted);
  }

  /** The turn as it ended, here or elsewhere. */
  private async runToEnd(turn: AcceptedTurn): Promise<Turn | undefined> {
    const { conversation, number } = turn;
    const run = new TurnRun(this.services, turn);
    await this.run(run, conversation.id, number);
    return run.ended ?? numberedTurn(this.services.store.sql, conversation.id, number);
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

  private async refusal(conversation: string, cause: TurnCause): Promise<DomainError> {
    const latest = await this.latest(conversation);
    const refusal = latest && refusalOf(latest, this.services.clock());
    if (refusal) return refusal;
    const { status } = latest ?? {};
    if (cause === 'BACK' && status === 'ACTIVE')
      return new DomainError('CONVERSATION_NOT_HANDED_OFF', { conversation });
    if (cause === 'EVENT' && status === 'HANDED_OFF')
      return new DomainError('CONVERSATION_HANDED_OFF', { conversation });
    return new DomainError('CONVERSATION_BUSY', { conversation }); // it was, and no longer is: retryable
  }
}
