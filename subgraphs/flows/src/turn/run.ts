import type { ExecutionPlan, Executor } from '@trialogue/executor';
import type { FlowState } from '@trialogue/flow-engine';
import type { JsonObject, Logger, Message, Part } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import { type FlowPlan, planOnPrompt } from '../following/conversation-plan';
import { type Execute, FlowAnswer } from '../following/flow-answer';
import { FlowEffects } from '../following/flow-effects';
import type { FlowVersions } from '../following/flow-versions';
import { handingOver } from '../following/handing-over';
import { callOfOpening } from '../following/opening';
import type { FlowLimits } from '../limits';
import { MessageRole, MessageStatus, messageId } from '../message.entity';
import { asJson, type FlowEntry, type MessageData, messageData } from '../stream/entry';
import { storable } from '../text-input';
import type { AcceptedTurn } from './accept';
import { closeTurns, markClosed } from './close';
import { DeltaWriter } from './delta-writer';
import { finish } from './finish';
import { historyOf } from './history';
import { LeasedRun } from './leased-run';
import { renewTurn } from './renew-turn';
import { LeaseLost, TurnStopped } from './stop';
import { answerEnd, type TurnEnd } from './turn-end';
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
    await finish(this.services.store, this.turn, end, last, this.now(), this.services.limits);
    this.services.metrics?.end(end.status);
  }

  protected withoutEvents(end: TurnEnd): TurnEnd | undefined {
    const { executions = [] } = end;
    if (executions.every(({ record }) => record.events.length === 0)) return undefined;
    return { ...end, executions: executions.map((one) => ({ ...one, record: { ...one.record, events: [] } })) };
  }

  protected async afterwards(): Promise<void> {
    const { conversation, number } = this.turn;
    await markClosed(this.services.store.sql, { conversationId: conversation.id, number });
    await this.checkpoint('terminal');
  }

  /** What a user asked is seen to be answered at once; what nobody asked for begins when something is said. */
  private async start(): Promise<void> {
    if (this.turn.cause !== 'USER') return;
    if (!(await this.append(1, this.startedEntry()))) throw new LeaseLost();
    this.started = 1;
  }

  private startedEntry(): FlowEntry {
    const { conversation, number, question, standIn } = this.turn;
    const message: MessageData = {
      conversation: conversation.id,
      turn: number,
      role: MessageRole.ASSISTANT,
      text: '',
      status: MessageStatus.STREAMING,
      structured: null,
      usage: null,
      arm: conversation.arm,
      model: null,
      standIn,
      createdAt: this.now().toISOString(),
    };
    return { type: 'message_started', message, ...(question && { inReplyTo: messageData(question) }) };
  }

  private async execute(): Promise<TurnEnd> {
    const { plan, flowState, variables } = this.turn.conversation;
    const deltas = this.deltas();
    this.deltaWriter = deltas;
    const end =
      plan.flow && flowState
        ? await this.answerBy(plan.flow, flowState, deltas)
        : await this.answer(plan, variables, deltas);
    await deltas.flush();
    this.throwIfTaken();
    return end;
  }

  private async answerBy(flow: FlowPlan, state: FlowState, deltas: DeltaWriter): Promise<TurnEnd> {
    const { store, executor, clock } = this.services;
    const { conversation, event } = this.turn;
    const { attributes, variables } = conversation;
    const version = await this.services.flows.get(flow);
    const effects = new FlowEffects({ store, executor, checkpoint: this.checkpoint, onLost: this.stop }, this.turn);
    const pending = version.machine.waitsFor(state).includes('call') && callOfOpening(version, flow, conversation);
    const answer = new FlowAnswer({
      machine: version.machine,
      state,
      surroundings: { attributes, variables },
      ...(pending && { pending }),
      ...(event && { event }),
      clock,
      newPiece: () => deltas.newPiece(),
      say: (text) => deltas.take({ type: 'text', text }),
      enter: (entered, inFlow) =>
        deltas.put({ type: 'state_entered', state: entered, ...(inFlow !== undefined && { flow: inFlow }) }),
      execute: (action, at) => this.executeFor(action, at, effects, deltas),
      call: (action) => effects.call(action, { ...this.request([]), input: action.input, emit: async () => {} }),
    });
    const end = await answer.toEnd();
    const handed = handingOver(conversation, end);
    if (handed) await deltas.put(handed);
    return end.status === 'CANCELLED' ? { ...end, text: storable(deltas.text) } : end;
  }

  private async executeFor(action: Execute, state: FlowState, effects: FlowEffects, deltas: DeltaWriter) {
    const { conversation, question } = this.turn;
    const { plan } = conversation;
    const { executor, store } = this.services;
    const own = action.prompt === undefined;
    const onPrompt = own ? plan : planOnPrompt(plan, action.prompt!);
    const request = {
      ...this.request(await historyOf(store, this.turn), { ...conversation.variables, ...state.slots }),
      input: { text: question?.text ?? state.text ?? '' },
      ...(action.output && { output: action.output }),
      // Text of what the flow demands is for the flow.
      emit: async (part: Part) => (action.output && part.type === 'text' ? undefined : deltas.take(part)),
    };
    const before = deltas.text.length;
    const { key, record, recorded } = await effects.answer(action, state, onPrompt, request);
    await deltas.flush();
    this.throwIfTaken();
    const end = answerEnd(record, onPrompt.strategy, deltas.text, this.abort.signal.reason);
    const isText = !action.output && end.status === 'COMPLETED' && end.structured === undefined;
    if (recorded && isText && deltas.text.length === before) await deltas.take({ type: 'text', text: end.text });
    if (own) return { end, execution: { key, record } };
    const [version] = await executor.promptsOf(onPrompt);
    const promptVersionId = version ? `${version.name}@${version.number}` : null;
    return { end, execution: { key, record, executed: { strategy: onPrompt.strategy, promptVersionId } } };
  }

  /** Executes the conversation's plan, which follows no flow; the answer streams as it comes. */
  private async answer(plan: ExecutionPlan, variables: JsonObject, deltas: DeltaWriter): Promise<TurnEnd> {
    const { store, executor } = this.services;
    const { conversation, number, question } = this.turn;
    const record = await executor.execute({
      ...this.request(await historyOf(store, this.turn), variables),
      id: `${conversation.id}:${number}`,
      plan,
      input: { text: question!.text },
      ledger: new TurnLedger(store.sql, this.turn, number, '', this.checkpoint, this.stop),
      emit: (part) => deltas.take(part),
    });
    await deltas.flush();
    this.throwIfTaken();
    const end = answerEnd(record, plan.strategy, deltas.text, this.abort.signal.reason);
    return { ...end, executions: [{ key: `${number}`, record }] };
  }

  private request(history: readonly Message[], variables: JsonObject = this.turn.conversation.variables) {
    const { conversation, number } = this.turn;
    return {
      unit: conversation.unit,
      attributes: conversation.attributes,
      conversation: { id: conversation.id, turn: number, history, variables },
      signal: this.abort.signal,
      logger: this.services.logger,
    };
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
      ...(this.started === 0 && { opening: this.startedEntry() }),
      append: (n, entries) => this.append(n, ...entries),
      before: () => this.checkpoint('delta'),
      onError: this.stop,
    });
  }

  private append(n: number, ...entries: FlowEntry[]): Promise<boolean> {
    return this.services.store.streams.append(this.turn.conversation.id, this.turn.fence, n, entries.map(asJson));
  }
}
