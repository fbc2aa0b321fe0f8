import { DomainError } from '@trialogue/errors';
import type { ExecutionPlan, Executor } from '@trialogue/executor';
import type { FlowState } from '@trialogue/flow-engine';
import type { JsonObject, Logger, Message, Part } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import { budgetSpent } from '../budget';
import { type FlowPlan, planOnPrompt } from '../following/conversation-plan';
import type { Execute } from '../following/flow-answer';
import { FlowEffects } from '../following/flow-effects';
import type { FlowVersions } from '../following/flow-versions';
import type { FlowLimits } from '../limits';
import { MessageRole, messageId } from '../message.entity';
import { asJson } from '../stream/entry';
import type { Turn } from '../turn.entity';
import type { AcceptedTurn } from './accept';
import { answerByFlow } from './answer-by-flow';
import { closeTurns } from './close';
import { DeltaWriter } from './delta-writer';
import { finish } from './finish';
import type { Summaries } from './history/summaries';
import { TurnHistory } from './history/turn-history';
import { LeasedRun } from './leased-run';
import { OpenEffects } from './open-effects';
import { renewTurn } from './renew-turn';
import { byFlow, comesOutTheSame, endAttempts } from './shown-before';
import { startedEntry } from './started-entry';
import { TurnStopped } from './stop';
import { TurnBudget } from './turn-budget';
import { answerEnd, type TurnEnd, type TurnExecution } from './turn-end';
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
  readonly summaries: Summaries;
}

/** In the ledger: that a strategy was asked which must not be asked twice. */
const wholeExecution = 'execution/';

/** Runs one accepted turn to its end, by the steps of mechanics §4. */
export class TurnRun extends LeasedRun<TurnEnd> {
  private readonly deltas: DeltaWriter;
  private readonly history: TurnHistory;
  private readonly open = new OpenEffects();
  private readonly budget: TurnBudget;
  private rest: Awaited<ReturnType<DeltaWriter['rest']>> | undefined;
  /** As its row is, once it has ended here. */
  ended: Turn | undefined;

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
    this.budget = new TurnBudget(turn);
    this.history = new TurnHistory(services.store, services.summaries, turn);
    this.deltas = new DeltaWriter({
      messageId: messageId(conversation.id, number, MessageRole.ASSISTANT),
      strategy: conversation.plan.strategy,
      deltaMs: services.limits.deltaMs,
      by: () => this.open.innermost ?? (conversation.flowState ? byFlow : undefined),
      opening: startedEntry(turn, services.clock()),
      append: (n, entries) => services.store.streams.append(conversation.id, turn.fence, n, entries.map(asJson)),
      before: () => this.checkpoint('delta'),
      onError: this.stop,
    });
  }

  protected async run(): Promise<TurnEnd> {
    await this.checkpoint('accepted');
    if (this.turn.unclosed) await closeTurns(this.services.store, this.turn.conversation.id);
    await this.resume();
    await this.checkpoint('closed');
    // What a user asked is seen to be answered at once; what nobody asked for begins when something is said.
    if (this.turn.cause === 'USER') this.deltas.open();
    await this.checkpoint('started');
    const end = await this.execute();
    await this.checkpoint('executed');
    return end;
  }

  /** Throws TURN_ABANDONED when a repeat would change what was shown, also since the reaper has looked. */
  private async resume(): Promise<void> {
    const { resumption, conversation, fence } = this.turn;
    if (!resumption) return;
    const attempts = { first: fence - resumption.count, last: fence - 1 };
    await endAttempts(this.services.store, conversation.id, attempts);
    if (!(await comesOutTheSame(this.services.store, conversation.id, attempts))) {
      this.deltas.open(); // what ends in the stream has begun there
      await this.deltas.flush();
      throw new DomainError('TURN_ABANDONED', {});
    }
    if (resumption.cancelled) this.stop(new TurnStopped('CANCELLED'));
  }

  protected async write(end: TurnEnd): Promise<void> {
    this.rest ??= await this.deltas.rest();
    const { store, limits, metrics } = this.services;
    this.ended = await finish(store, this.turn, end, this.rest, this.history.sent, this.now(), limits);
    metrics?.end(end.status);
    if ('outcome' in end) metrics?.spent();
  }

  protected withoutEvents(end: TurnEnd): TurnEnd | undefined {
    const { executions = [] } = end;
    if (executions.every(({ record }) => record.events.length === 0)) return undefined;
    return { ...end, executions: executions.map((one) => ({ ...one, record: { ...one.record, events: [] } })) };
  }

  protected async afterwards(): Promise<void> {
    await this.checkpoint('terminal');
  }

  private async execute(): Promise<TurnEnd> {
    const { plan, flowState, variables } = this.turn.conversation;
    const { lastWord } = this.budget;
    if (lastWord !== undefined) {
      await this.deltas.take({ type: 'text', text: lastWord });
      return { status: 'COMPLETED', text: lastWord, executions: [], outcome: budgetSpent };
    }
    const end = plan.flow && flowState ? await this.answerBy(plan.flow, flowState) : await this.answer(plan, variables);
    this.throwIfTaken();
    return end;
  }

  private answerBy(flow: FlowPlan, state: FlowState): Promise<TurnEnd> {
    const { executor } = this.services;
    const effects = new FlowEffects({ executor, ledger: (number, prefix) => this.ledger(number, prefix) }, this.turn);
    return answerByFlow(this.services, this.turn, { flow, state }, this.deltas, {
      execute: (action, at) => this.executeFor(action, at, effects),
      call: async (action) => {
        const called = await effects.call(action, {
          ...this.request([]),
          input: action.input,
          emit: async () => {},
        });
        if ('execution' in called && called.execution) this.spend(called.execution);
        return called;
      },
    });
  }

  private async executeFor(action: Execute, state: FlowState, effects: FlowEffects) {
    const { deltas } = this;
    const { conversation, question } = this.turn;
    const { plan } = conversation;
    const { executor } = this.services;
    const own = action.prompt === undefined;
    const onPrompt = own ? plan : planOnPrompt(plan, action.prompt!);
    const request = {
      ...this.request(await this.history.given(onPrompt), { ...conversation.variables, ...state.slots }),
      input: { text: question?.text ?? state.text ?? '' },
      ...(action.output && { output: action.output }),
      // Text of what the flow demands is for the flow.
      emit: async (part: Part) => (action.output && part.type === 'text' ? undefined : deltas.take(part)),
    };
    const before = deltas.text.length;
    const { key, record, recorded } = await effects.answer(action, state, onPrompt, request);
    const told = recorded && { recorded };
    this.spend({ record, ...told });
    this.throwIfTaken();
    const end = answerEnd(record, onPrompt.strategy, deltas.text, this.abort.signal.reason);
    const isText = !action.output && end.status === 'COMPLETED' && end.structured === undefined;
    if (recorded && isText && deltas.text.length === before) await deltas.take({ type: 'text', text: end.text });
    if (own) return { end, execution: { key, record, ...told } };
    const [version] = await executor.promptsOf(onPrompt);
    const promptVersionId = version ? `${version.name}@${version.number}` : null;
    return { end, execution: { key, record, ...told, executed: { strategy: onPrompt.strategy, promptVersionId } } };
  }

  /** Executes the conversation's plan, which follows no flow; the answer streams as it comes. */
  private async answer(plan: ExecutionPlan, variables: JsonObject): Promise<TurnEnd> {
    const { deltas } = this;
    const { executor } = this.services;
    const { conversation, number, question } = this.turn;
    if (executor.mayNotRepeat(plan.strategy)) await this.ledger(number, '').begin(wholeExecution, false);
    const record = await executor.execute({
      ...this.request(await this.history.given(plan), variables),
      id: `${conversation.id}:${number}`,
      plan,
      input: { text: question!.text },
      ledger: this.ledger(number, ''),
      emit: (part) => deltas.take(part),
    });
    this.throwIfTaken();
    const end = answerEnd(record, plan.strategy, deltas.text, this.abort.signal.reason);
    return { ...end, executions: [{ key: `${number}`, record }] };
  }

  /** What was recorded in a turn before is counted where it was. */
  private spend({ record, recorded }: Pick<TurnExecution, 'record' | 'recorded'>): void {
    if (!recorded) this.budget.spend(record);
  }

  private ledger(number: number, prefix: string): TurnLedger {
    const { checkpoint, stop: onLost, open } = this;
    return new TurnLedger({ sql: this.services.store.sql, checkpoint, onLost, open }, this.turn, number, prefix);
  }

  private request(history: readonly Message[], variables: JsonObject = this.turn.conversation.variables) {
    const { conversation, number } = this.turn;
    const { left } = this.budget;
    return {
      ...(left && { budget: left }),
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
}
