import { createHash } from 'node:crypto';
import { DomainError } from '@trialogue/errors';
import type { ExecutionPlan, ExecutionRecord, ExecutionRequest, Executor } from '@trialogue/executor';
import type { FlowState } from '@trialogue/flow-engine';
import type { Json } from '@trialogue/plugin-api';
import type { AcceptedTurn } from '../turn/accept';
import { type AnswerEnd, answerEnd, stoppedEnd, type TurnExecution } from '../turn/turn-end';
import { ofFlow, type TurnLedger } from '../turn/turn-ledger';
import type { Execute, FlowCall, Happening } from './flow-answer';

type Request = Omit<ExecutionRequest, 'id' | 'ledger' | 'plan'>;

export interface FlowEffectsServices {
  readonly executor: Executor;
  ledger(number: number, prefix: string): TurnLedger;
}

/** What is recorded of an effect that has ended well. */
interface Recorded {
  readonly key: string;
  readonly record: Extract<ExecutionRecord, { outcome: 'COMPLETED' }>;
}

const largestResult = 65_536;

/**
 * What a conversation's flow does to the world, each in the ledger under what was asked and where: a turn that comes to
 * the same point as one that died or failed before it takes what is recorded there, and asks nobody.
 */
export class FlowEffects {
  private answers = 0;

  constructor(
    private readonly services: FlowEffectsServices,
    private readonly turn: AcceptedTurn,
  ) {}

  /** Executes what answers the user. Also one that was begun in a turn that failed is asked again: nobody has got its answer. */
  async answer(action: Execute, state: FlowState, plan: ExecutionPlan, request: Request): Promise<Answered> {
    this.answers += 1;
    const key = this.answers === 1 ? `${this.turn.number}` : `${this.turn.number}:${this.answers}`;
    const { executor, ledger: ledgerOf } = this.services;
    const ledger = ledgerOf(ofFlow, '');
    const place = `answer:${hashOf({ action, state: whereIn(state) })}`;
    const entry = await ledger.begin(place, !executor.mayNotRepeat(plan.strategy));
    if (entry.state === 'DONE') return { ...(entry.answer as unknown as Recorded), recorded: true };
    const { conversation, number } = this.turn;
    const prefix = this.answers === 1 ? '' : `${this.answers}/`;
    const record = await executor.execute({
      ...request,
      id: `${conversation.id}:${key}`,
      plan,
      ledger: ledgerOf(number, prefix),
    });
    const isAnswer =
      record.outcome === 'COMPLETED' && answerEnd(record, plan.strategy, '', undefined).status === 'COMPLETED';
    if (isAnswer) await ledger.done(place, { key, record } as unknown as Json);
    return { key, record };
  }

  /** Calls a strategy or a tool. What it may not do twice and was begun before has failed. */
  async call(
    action: FlowCall,
    request: Request,
  ): Promise<({ happened: Happening } | AnswerEnd) & { execution?: TurnExecution }> {
    const { effect, withinMs } = action;
    if (!('strategy' in action)) return this.use(action, request);
    const { strategy } = action;
    const { conversation, number } = this.turn;
    const { executor, ledger: ledgerOf } = this.services;
    const key = `call:${effect}:${hashOf(action)}`;
    const plan = executor.planOfCall(conversation.plan, strategy, action.config ?? {});
    const [prompt] = await executor.promptsOf(plan);
    const executed = { strategy, promptVersionId: prompt ? `${prompt.name}@${prompt.number}` : null };
    const mayRepeat = !executor.mayNotRepeat(strategy);
    const ledger = ledgerOf(ofFlow, '');
    const entry = await ledger.begin(key, mayRepeat);
    if (entry.state === 'DONE') {
      const recorded = entry.answer as unknown as Recorded;
      return { happened: called(effect, recorded.record.output), execution: { ...recorded, executed, recorded: true } };
    }
    if (entry.state === 'STARTED' && !mayRepeat) {
      const reason = 'it was begun before and may have happened, so it is not repeated';
      return { happened: failed(effect, new DomainError('STRATEGY_FAILED', { strategy, reason })) };
    }
    const limit = AbortSignal.timeout(withinMs);
    const record = asResult(
      strategy,
      await executor.execute({
        ...request,
        signal: AbortSignal.any([request.signal, limit]),
        id: `${conversation.id}:${key}`,
        plan,
        ledger: ledgerOf(ofFlow, `${key}/`),
      }),
    );
    // A call that has failed and is made again in a later turn is another execution, with facts of its own.
    const execution = { key: `${key}:${number}`, record, executed };
    if (record.outcome === 'ABORTED' && request.signal.aborted)
      return { ...stoppedEnd('', request.signal.reason), execution };
    if (record.outcome === 'FAILED') return { happened: failed(effect, record.error), execution };
    if (record.outcome === 'ABORTED')
      return { happened: failed(effect, new DomainError('STRATEGY_TIMEOUT', { strategy, ms: withinMs })), execution };
    await ledger.done(key, { key: execution.key, record } as unknown as Json);
    return { happened: called(effect, record.output), execution };
  }

  /** Uses a tool: no execution, and no fact of its own. What it may not do twice and was begun before has failed. */
  private async use(action: ToolCall, { signal, logger }: Request): Promise<{ happened: Happening } | AnswerEnd> {
    const { effect, tool, withinMs } = action;
    const { executor, ledger: ledgerOf } = this.services;
    const because = (reason: string) => failed(effect, new DomainError('TOOL_FAILED', { tool, reason }));
    const key = `call:${effect}:${hashOf(action)}`;
    const mayRepeat = executor.toolEffects(tool) !== 'external';
    const ledger = ledgerOf(ofFlow, '');
    const entry = await ledger.begin(key, mayRepeat);
    if (entry.state === 'DONE') return { happened: called(effect, entry.answer) };
    if (entry.state === 'STARTED' && !mayRepeat)
      return { happened: because('it was begun before and may have happened, so it is not repeated') };
    const limit = AbortSignal.timeout(withinMs);
    const id = `${this.turn.conversation.id}:${key}`;
    const given = { given: action.input, id, signal: AbortSignal.any([signal, limit]), logger };
    let answer: Json;
    try {
      answer = JSON.parse(JSON.stringify(await executor.useTool(tool, given))); // as if it were read from the ledger
    } catch (error) {
      if (signal.aborted) return stoppedEnd('', signal.reason);
      if (limit.aborted) return { happened: because(`it did not answer within ${withinMs} ms`) };
      if (error instanceof DomainError) return { happened: failed(effect, error) };
      throw error;
    }
    await ledger.done(key, answer);
    return { happened: called(effect, answer) };
  }
}

type ToolCall = Extract<FlowCall, { tool: string }>;

interface Answered {
  readonly key: string;
  readonly record: ExecutionRecord;
  /** It was answered in a turn before. */
  readonly recorded?: true;
}

/** Where a flow asks, without the times of its timers: they differ from turn to turn. */
function whereIn({ due: _, callers = [], ...state }: FlowState) {
  return { ...state, callers: callers.map(({ due: _, ...frame }) => frame) };
}

/** Enough of it to tell apart what one point of one conversation is asked. */
const hashOf = (asked: object): string => createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 32);

const called = (effect: number, result: Json): Happening => ({ type: 'CALLED', effect, result });

const failed = (effect: number, { code, message }: DomainError): Happening => ({
  ...{ type: 'CALL_FAILED', effect },
  ...{ code, message },
});

/** What came of a call as a flow takes it: plain JSON, the same as if it were read from the ledger, and not too much. */
function asResult(strategy: string, record: ExecutionRecord): ExecutionRecord {
  if (record.outcome !== 'COMPLETED') return record;
  const json = JSON.stringify(record.output) ?? 'null';
  if (json.length <= largestResult) return { ...record, output: JSON.parse(json) };
  const { output: _, ...figures } = record;
  const problem = `a flow takes a result of ${largestResult} characters of JSON at most.`;
  return { ...figures, outcome: 'FAILED', error: new DomainError('OUTPUT_INVALID', { strategy, problem }) };
}
