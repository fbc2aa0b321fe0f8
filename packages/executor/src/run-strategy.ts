import { SpanKind } from '@opentelemetry/api';
import { DomainError } from '@trialogue/errors';
import type { Call, Json, JsonObject, Part, Strategy } from '@trialogue/plugin-api';
import { deepestRun, onceNested, onceWith } from '@trialogue/plugin-api/host';
import { inStep } from '@trialogue/telemetry';
import { referencesOf } from '@trialogue/variant-config';
import { checkedConfig, checkedInput, checkedOutput } from './checked';
import type { ExecutionRequest, ExecutorOptions } from './execution';
import type { ExecutionMetrics } from './execution-metrics';
import { lentServices } from './lent-services';
import { lentTools } from './lent-tools';
import type { PartsInOrder } from './parts-in-order';
import { fallbackOf } from './plan';
import type { LoadedStrategy } from './plugins/loaded-plugin';
import { asDomainError } from './strategy-failure';
import type { Tally } from './tally';
import { withTimeLimit } from './time-limit';
import { mayBeUnawaited } from './unawaited';

/** What all strategies of one execution share. */
export interface Execution {
  readonly request: ExecutionRequest;
  /** What its calls stand on outside of their strategies; see GuardedCall. */
  readonly subject: string;
  readonly options: ExecutorOptions;
  readonly metrics: ExecutionMetrics | undefined;
  readonly tally: Tally;
  readonly parts: Pick<PartsInOrder, 'emit' | 'taken'>;
}

/** One strategy of an execution: the outermost, or one that another runs. */
export interface Step {
  readonly strategy: string;
  /** A whole variant config; the strategy's own part is under its `configKey`. */
  readonly config: JsonObject;
  readonly input: JsonObject;
  readonly signal: AbortSignal;
  /** From 1. */
  readonly depth: number;
  /** Keeps the effects of nested strategies apart in the ledger. */
  readonly prefix: string;
}

const defaultTimeoutMs = 60_000;

/** Validates, runs within the strategy's time limit until its parts are taken too, validates again. */
export function runStrategy(execution: Execution, step: Step): Promise<Json> {
  const { arm } = execution.request.plan;
  const attributes = {
    'trialogue.strategy': step.strategy,
    ...(arm && { 'trialogue.experiment': arm.experiment, 'trialogue.variant': arm.variant, 'trialogue.arm': arm.hash }),
  };
  const options = { kind: SpanKind.INTERNAL, attributes };
  return inStep(execution.options.telemetry?.tracer, `execute ${step.strategy}`, options, () => run(execution, step));
}

async function run(execution: Execution, step: Step): Promise<Json> {
  const loaded = loadedStrategy(execution.options.plugins, step.strategy);
  const config = checkedConfig(loaded, step.config);
  const input = checkedInput(loaded, step.input);
  const { name, timeoutMs = defaultTimeoutMs } = loaded.strategy;
  const work = async (signal: AbortSignal) => {
    try {
      return await loaded.strategy.execute(callOf(execution, { ...step, config, input, signal }, loaded, step.config));
    } catch (error) {
      throw asDomainError(error, loaded);
    } finally {
      await execution.parts.taken();
    }
  };
  const { subject } = execution;
  const call = { subject, nested: step.depth > 1, ms: timeoutMs, signal: step.signal };
  const output = await loaded.calls.run(call, (ms) => withTimeLimit(name, ms, step.signal, work));
  return checkedOutput(loaded, output);
}

const notRepeated = (strategy: string, reason: string) => new DomainError('STRATEGY_FAILED', { strategy, reason });

/** Throws STRATEGY_NOT_FOUND. */
export function loadedStrategy(plugins: ExecutorOptions['plugins'], strategy: string): LoadedStrategy {
  const loaded = plugins.strategy(strategy);
  if (!loaded) throw new DomainError('STRATEGY_NOT_FOUND', { strategy });
  return loaded;
}

function callOf(
  execution: Execution,
  step: Step,
  loaded: LoadedStrategy,
  whole: JsonObject,
): Call<JsonObject, JsonObject> {
  const { strategy } = loaded;
  const { request, options, metrics, tally } = execution;
  const { config, input, signal, prefix } = step;
  const emit = mayBeUnawaited(async (part: Part) => {
    signal.throwIfAborted();
    await execution.parts.emit(part);
  });
  const once = onceWith(request.ledger, strategy, prefix, notRepeated);
  const plan = { config: whole, pins: request.plan.pins };
  return {
    ...lentServices({
      ...{ ...options, plan, metrics, tally, signal, emit, once, output: request.output },
      ...{ strategy: strategy.name, fallback: fallbackOf(request.plan) },
    }),
    tools: lentTools({
      ...{ plugins: options.plugins, names: toolsNamed(loaded, whole), id: request.id },
      ...{ ledger: request.ledger, prefix, logger: request.logger, signal },
    }),
    secret: mayBeUnawaited(loaded.secret),
    id: request.id,
    config,
    input,
    unit: request.unit,
    attributes: request.attributes,
    ...(request.plan.arm && { arm: request.plan.arm }),
    ...(request.conversation && { conversation: request.conversation }),
    logger: request.logger,
    signal,
    now: options.clock().toISOString(),
    emit,
    once,
    run: nestedIn(execution, step, strategy, whole),
  };
}

/** The tools that the strategy's own member of the config names. */
function toolsNamed({ plugin, strategy }: LoadedStrategy, whole: JsonObject): string[] {
  const found = referencesOf(whole, { ...strategy, plugin });
  return [...new Set(found.filter(({ kind }) => kind === 'tool').map(({ value }) => value))];
}

/**
 * `call.run`: under the same signal, pins and ledger; with the whole config, when the inner one has its own member there,
 * and what is given over that member.
 * An inner one that is external is not run again.
 */
function nestedIn(
  execution: Execution,
  { signal, depth, prefix }: Step,
  outer: Strategy,
  whole: JsonObject,
): Call<unknown, unknown>['run'] {
  let count = 0;
  return mayBeUnawaited(async (strategy, own, input) => {
    signal.throwIfAborted();
    if (depth === deepestRun) throw new Error(`strategies run each other ${deepestRun} deep at most`);
    const isUsed = outer.uses?.includes(strategy);
    if (own === null && !isUsed)
      throw new Error(`to run ${strategy} with its own member of the config, name it in \`uses\``);
    count += 1;
    const { configKey = strategy, effects } = execution.options.plugins.strategy(strategy)?.strategy ?? {};
    const config = isUsed ? over(whole, configKey, own ?? {}) : { [configKey]: own! };
    const inner = { strategy, config, input, signal, depth: depth + 1, prefix: `${prefix}${strategy}#${count}/` };
    const run = (parts: Execution['parts']) => runStrategy({ ...execution, parts }, inner);
    if (effects !== 'external') return (await run(execution.parts)) as any;
    const { request, parts } = execution;
    return (await onceNested(
      { ledger: request.ledger, parts, refuse: notRepeated },
      strategy,
      inner.prefix,
      run,
    )) as any;
  });
}

const over = (whole: JsonObject, member: string, own: JsonObject): JsonObject => ({
  ...whole,
  [member]: { ...(whole[member] as JsonObject | undefined), ...own },
});
