import { DomainError, type ErrorCode } from '@trialogue/errors';
import { type ModelName, priceOf } from '@trialogue/models';
import type { Json, JsonObject, PluginTool } from '@trialogue/plugin-api';
import {
  configOfCall,
  effectiveModel,
  type PromptVersionBody,
  referencesOf,
  refuseArchived,
} from '@trialogue/variant-config';
import { checkedConfig, checkedInput } from './checked';
import type { ExecutionRequest, ExecutorOptions } from './execution';
import { ExecutionMetrics } from './execution-metrics';
import { PartsInOrder } from './parts-in-order';
import { pinsStandIn } from './pinned-policies';
import { pinnedPrompts } from './pinned-prompts';
import { type ExecutionPlan, fallbackOf } from './plan';
import type { ExecutionRecord } from './record';
import { type Execution, loadedStrategy, runStrategy } from './run-strategy';
import { toolError } from './strategy-failure';
import { Tally } from './tally';
import { type Use, useTool } from './use-tool';

/** Executes plans with the strategies of the loaded plugins. */
export class Executor {
  private readonly metrics: ExecutionMetrics | undefined;

  constructor(private readonly options: ExecutorOptions) {
    const { telemetry } = options;
    this.metrics = telemetry && new ExecutionMetrics(telemetry);
  }

  /** Never throws for what a plan, a plugin or a model did: the record says it. */
  async execute(request: ExecutionRequest): Promise<ExecutionRecord> {
    const record = await this.run(request);
    this.metrics?.ended(this.options.plugins.strategy(request.plan.strategy)?.strategy.name, record);
    return record;
  }

  private async run(request: ExecutionRequest): Promise<ExecutionRecord> {
    const { options, metrics } = this;
    const tally = new Tally(options.events, options.prices ?? (() => ({})), request.budget);
    const started = performance.now();
    const figures = () => tally.figures(Math.round(performance.now() - started));
    const { strategy, config } = request.plan;
    const { input, signal } = request;
    let shown = false;
    const parts = new PartsInOrder((part) => {
      shown = true;
      return request.emit(part);
    });
    const execution = { request, options, metrics, tally, parts, subject: subjectOf(request.plan) };
    try {
      const output = await runStrategy(execution, { strategy, config, input, signal, depth: 1, prefix: '' });
      return { outcome: 'COMPLETED', output, ...figures() };
    } catch (error) {
      if (!signal.aborted && !shown && mayFallBack(error)) {
        const answer = await this.fallBack(execution, error);
        if (answer) return { outcome: 'COMPLETED', ...answer, ...figures() };
      }
      if (signal.aborted) return { outcome: 'ABORTED', ...figures() };
      return { outcome: 'FAILED', error: failure(error, request), ...figures() };
    }
  }

  /** Executes the variant that stands in for the plan's own; undefined when there is none, or it fails too. */
  private async fallBack(execution: Execution, cause: unknown) {
    const { request, subject } = execution;
    const { fallback, ...plan } = request.plan;
    if (!fallback) return undefined;
    const { variant, strategy, config, pins } = fallback;
    const { id, logger, input, signal } = request;
    logger.warn({ err: cause, execution: id, fallbackVariant: variant }, 'Another variant is executed in its place.');
    const standing = { ...request, plan: { ...plan, strategy, config, pins } };
    try {
      const step = { strategy, config, input, signal, depth: 1, prefix: 'fallback/' };
      const output = await runStrategy({ ...execution, request: standing, subject: `${subject} fallback` }, step);
      return { output, fallbackVariant: variant };
    } catch (error) {
      logger.error(
        { err: error, execution: id, fallbackVariant: variant },
        'The variant that stands in has failed too.',
      );
      return undefined;
    }
  }

  /** Throws PROMPT_VERSION_ARCHIVED for a plan with a prompt version that is archived by now. */
  async refuseArchived(plan: ExecutionPlan): Promise<void> {
    for (const { name, number } of await this.promptsOf(plan))
      refuseArchived(this.options.releases, `${name}@${number}`);
  }

  /** The prompt versions that a plan pins, archived ones too. */
  promptsOf(plan: ExecutionPlan): Promise<PromptVersionBody[]> {
    return pinnedPrompts(plan, this.options.releases);
  }

  /**
   * Whether, as things are now, the scripted model would answer for a model that the plan's prompts name, or a stand-in
   * would serve one of its policies.
   */
  async standInOf(plan: ExecutionPlan): Promise<boolean> {
    const prompts = await this.promptsOf(plan);
    const fallback = fallbackOf(plan);
    if (prompts.some((version) => this.isStandIn(effectiveModel(version, plan.config), fallback))) return true;
    return pinsStandIn(plan, this.options.releases);
  }

  /** Models that would answer for a plan, as their providers call them, and whose price is not known. Stand-ins are none. */
  async unpricedOf(plan: ExecutionPlan): Promise<string[]> {
    const { models, prices = () => ({}) } = this.options;
    const fallback = fallbackOf(plan);
    const named = (await this.promptsOf(plan)).map((version) => effectiveModel(version, plan.config));
    const { summary } = (plan.config.history ?? {}) as { readonly summary?: { readonly model?: ModelName } };
    const others = [fallback, summary?.model].filter((model) => model !== undefined);
    const resolved = [...named, ...others].map((model) => models.resolve(model));
    const unpriced = resolved.filter(({ name, standIn }) => !standIn && !priceOf(name, prices()));
    return [...new Set(unpriced.map(({ name }) => name))];
  }

  /** Variables that the plan's strategy gives to its prompts itself. */
  providedBy({ strategy, config }: ExecutionPlan): readonly string[] {
    const loaded = this.options.plugins.strategy(strategy);
    return loaded?.provides((config[loaded.strategy.configKey] ?? {}) as JsonObject) ?? [];
  }

  /**
   * What a flow's call of a strategy executes, in a conversation of this plan: with what the call says as the strategy's
   * own member of the config, the plan's fallback model, and of the pins those that it names.
   */
  planOfCall({ pins, ...plan }: ExecutionPlan, strategy: string, own: JsonObject): ExecutionPlan {
    const loaded = this.options.plugins.strategy(strategy)?.strategy;
    const config = configOfCall({ name: strategy, configKey: loaded?.configKey ?? strategy }, own);
    const named = loaded ? referencesOf(config, { ...loaded, plugin: '' }).map(({ value }) => value) : [];
    const its = Object.entries(pins).filter(([reference]) => named.includes(reference));
    const { fallback_model } = plan.config;
    const whole = { ...config, ...(fallback_model !== undefined && { fallback_model }) };
    return { ...plan, strategy, config: whole, pins: Object.fromEntries(its) };
  }

  /** What a tool's effects are; undefined: no loaded plugin brings it. */
  toolEffects(name: string): PluginTool['effects'] | undefined {
    return this.options.plugins.tool(name)?.tool.effects;
  }

  /** Uses a tool, for a flow. Throws TOOL_FAILED, or BAD_USER_INPUT for arguments that its schema refuses. */
  async useTool(name: string, use: Use): Promise<Json> {
    const loaded = this.options.plugins.tool(name);
    if (!loaded) throw new DomainError('TOOL_FAILED', { tool: name, reason: 'no loaded plugin brings it' });
    try {
      return await useTool(loaded, use);
    } catch (error) {
      throw toolError(error, name);
    }
  }

  /** Whether what a strategy has begun must not be begun again. */
  mayNotRepeat(strategy: string): boolean {
    return this.options.plugins.strategy(strategy)?.strategy.effects === 'external';
  }

  /** What `execute` would refuse before the strategy is called. Throws STRATEGY_NOT_FOUND, CONFIG_INVALID, BAD_USER_INPUT. */
  check({ strategy, config }: ExecutionPlan, input: JsonObject): void {
    const loaded = loadedStrategy(this.options.plugins, strategy);
    checkedConfig(loaded, config);
    checkedInput(loaded, input);
  }

  /** Where its provider is not set up, a fallback whose provider is answers in its place. */
  private isStandIn(model: ModelName, fallback: ModelName | undefined): boolean {
    try {
      if (!this.options.models.resolve(model).standIn) return false;
      return model.provider === 'scripted' || !fallback || this.options.models.resolve(fallback).standIn;
    } catch (error) {
      if (error instanceof DomainError) return false; // nobody will answer: the execution fails and is recorded so
      throw error;
    }
  }
}

/** What its models and scoring servers are: its arm, or, outside of an experiment, all that it pins. */
const subjectOf = ({ arm, pins }: ExecutionPlan): string => arm?.hash ?? Object.values(pins).sort().join();

const failuresOfStrategies: readonly ErrorCode[] = [
  ...(['STRATEGY_FAILED', 'STRATEGY_TIMEOUT', 'STRATEGY_CRASHED', 'STRATEGY_UNAVAILABLE', 'STRATEGY_BUSY'] as const),
  ...(['MODEL_UNAVAILABLE', 'MODEL_TIMEOUT', 'MODEL_FAILED', 'OUTPUT_INVALID'] as const),
];

/** Whether it says nothing of the caller's input, which no other variant would take either. */
const mayFallBack = (error: unknown): boolean =>
  !(error instanceof DomainError) || failuresOfStrategies.includes(error.code);

/** What a caller may read of an error; the error itself goes to the log, for a stranger's message may hold anything. */
function failure(error: unknown, { plan, logger, id }: ExecutionRequest): DomainError {
  if (error instanceof DomainError) return error;
  logger.error({ err: error, execution: id, strategy: plan.strategy }, 'A strategy threw an error.');
  const reason = `it threw ${error instanceof Error ? error.name : 'something that is no Error'}`;
  return new DomainError('STRATEGY_FAILED', { strategy: plan.strategy, reason }, { cause: error });
}
