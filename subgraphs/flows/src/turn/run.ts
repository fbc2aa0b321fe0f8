import type { ExecutionPlan, Executor } from '@trialogue/executor';
import type { FlowState } from '@trialogue/flow-engine';
import type { JsonObject, Logger } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import { answerByFlow } from '../following/answer-by-flow';
import { type FlowPlan, planOnPrompt } from '../following/conversation-plan';
import type { FlowVersions } from '../following/flow-versions';
import type { FlowLimits } from '../limits';
import { MessageRole, MessageStatus, messageId } from '../message.entity';
import { asJson, type FlowEntry, type MessageData, messageData } from '../stream/entry';
import type { AcceptedTurn } from './accept';
import { closeTurns, markClosed } from './close';
import { DeltaWriter } from './delta-writer';
import { finish } from './finish';
import { historyOf } from './history';
import { LeasedRun } from './leased-run';
import { renewTurn } from './renew-turn';
import { LeaseLost, TurnStopped } from './stop';
import { type TurnEnd, turnEnd } from './turn-end';
import { TurnLedger } from './turn-ledger';
import type { TurnMetrics } from './turn-metrics';
import type { Checkpoint } from './turn-steps';

export interface TurnServices {
  readonly store: Store;
  readonly executor: Executor;
  readonly flows: FlowVersions;
  readonly clock: () => Date;
  readonly limits: FlowLimits;
  readonly logger: Logger;
  readonly checkpoint: Checkpoint;
  readonly metrics?: TurnMetrics;
}

/** Runs one accepted turn to its end, by the steps of mechanics §4. */
export class TurnRun extends LeasedRun<TurnEnd> {
  /** n of the last entry before the deltas. */
  private started = 0;
  private deltaWriter: DeltaWriter | undefined;

  constructor(
    private readonly services: TurnServices,
    private readonly turn: AcceptedTurn,
  ) {
    const { conversation, number } = turn;
    super(services, {
      noun: 'turn',
      place: { conversation: conversation.id, turn: number },
      strategy: conversation.plan.strategy,
      renew: renewTurn(services.store.sql, turn, services.limits.leaseMs),
    });
  }

  protected async run(): Promise<TurnEnd> {
    await this.checkpoint('accepted');
    await closeTurns(this.services.store, this.turn.conversation.id);
    await this.checkpoint('closed');
    await this.start();
    await this.checkpoint('started');
    const end = await this.execute();
    await this.checkpoint('executed');
    return end;
  }

  protected async write(end: TurnEnd): Promise<void> {
    const last = this.deltaWriter?.last ?? this.started;
    await finish(this.services.store, this.turn, end, last, this.now(), this.services.limits.idleMs);
    this.services.metrics?.end(end.status);
  }

  protected async afterwards(): Promise<void> {
    const { conversation, number } = this.turn;
    await markClosed(this.services.store.sql, { conversationId: conversation.id, number });
    await this.checkpoint('terminal');
  }

  private async start(): Promise<void> {
    const { conversation, number, question, standIn } = this.turn;
    const message: MessageData = {
      conversation: conversation.id,
      turn: number,
      role: MessageRole.ASSISTANT,
      text: '',
      status: MessageStatus.STREAMING,
      usage: null,
      arm: conversation.arm,
      model: null,
      standIn,
      createdAt: this.now().toISOString(),
    };
    const entry: FlowEntry = { type: 'message_started', message, inReplyTo: messageData(question) };
    if (!(await this.append(1, entry))) throw new LeaseLost();
    this.started = 1;
  }

  private async execute(): Promise<TurnEnd> {
    const { plan, flowState, variables } = this.turn.conversation;
    const deltas = this.deltas();
    this.deltaWriter = deltas;
    if (!plan.flow || !flowState) return this.answer(plan, variables, deltas);
    const end = await this.answerBy(plan.flow, flowState, deltas);
    await deltas.flush();
    this.throwIfTaken();
    return end;
  }

  private async answerBy(flow: FlowPlan, state: FlowState, deltas: DeltaWriter): Promise<TurnEnd> {
    const { plan, attributes, variables } = this.turn.conversation;
    const { machine } = await this.services.flows.get(flow);
    return answerByFlow({
      machine,
      state,
      surroundings: { attributes, variables },
      text: this.turn.question.text,
      clock: this.services.clock,
      newPiece: () => deltas.newPiece(),
      say: (text) => deltas.take({ type: 'text', text }),
      enter: (entered) => deltas.put({ type: 'state_entered', state: entered }),
      execute: async (prompt, slots) => {
        const given = { ...variables, ...slots };
        if (prompt === undefined) return this.answer(plan, given, deltas);
        const onPrompt = planOnPrompt(plan, prompt);
        const [version] = await this.services.executor.promptsOf(onPrompt);
        const promptVersionId = version ? `${version.name}@${version.number}` : null;
        const end = await this.answer(onPrompt, given, deltas);
        return { ...end, executed: { strategy: onPrompt.strategy, promptVersionId } };
      },
    });
  }

  /** Executes; the answer streams as it comes. */
  private async answer(plan: ExecutionPlan, variables: JsonObject, deltas: DeltaWriter): Promise<TurnEnd> {
    const { store, executor, logger } = this.services;
    const { conversation, number, question } = this.turn;
    const { signal } = this.abort;
    const record = await executor.execute({
      id: `${conversation.id}:${number}`,
      plan,
      input: { text: question.text },
      unit: conversation.unit,
      attributes: conversation.attributes,
      conversation: { id: conversation.id, turn: number, history: await historyOf(store, this.turn), variables },
      signal,
      ledger: new TurnLedger(store.sql, this.turn, this.checkpoint, this.stop),
      logger,
      emit: (part) => deltas.take(part),
    });
    await deltas.flush();
    this.throwIfTaken();
    return turnEnd(record, plan.strategy, deltas.text, signal.reason);
  }

  /** Unless it was only asked to stop, a turn that was aborted has nothing left to finish. */
  private throwIfTaken(): void {
    const { signal } = this.abort;
    if (signal.aborted && !(signal.reason instanceof TurnStopped)) throw signal.reason;
  }

  private deltas(): DeltaWriter {
    const { conversation, number } = this.turn;
    return new DeltaWriter({
      messageId: messageId(conversation.id, number, MessageRole.ASSISTANT),
      strategy: conversation.plan.strategy,
      deltaMs: this.services.limits.deltaMs,
      from: this.started + 1,
      append: (n, entry) => this.append(n, entry),
      before: () => this.checkpoint('delta'),
      onError: this.stop,
    });
  }

  private append(n: number, entry: FlowEntry): Promise<boolean> {
    return this.services.store.streams.append(this.turn.conversation.id, this.turn.fence, n, [asJson(entry)]);
  }
}
