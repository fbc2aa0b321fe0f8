import { DomainError } from '@trialogue/errors';
import type { Logger } from '@trialogue/plugin-api';
import { type Aliases, nameAtProvider } from './aliases';
import { type AnthropicOptions, anthropicProtocol, anthropicURL } from './anthropic';
import { takesOutput } from './anthropic-body';
import type { ChatEvent, ChatModel, ChatRequest, ModelName } from './chat-model';
import { Circuits } from './circuit';
import { type Clock, systemClock } from './clock';
import { demanded, withOutput } from './demanded-output';
import { fallbackRequest, withFallback } from './fallback';
import { defaultLimits, type Limits } from './limits';
import { type OpenAIOptions, openaiProtocol } from './openai';
import { openaiURL } from './openai-body';
import { withRetries } from './retry';
import { scriptedModel } from './scripted';
import { settings } from './settings';
import { streamedModel } from './streamed-model';

export interface ModelsOptions {
  /** Without it, prompts of this provider are answered by the scripted model. The same holds for `openai`. */
  readonly anthropic?: AnthropicOptions;
  readonly openai?: OpenAIOptions;
  readonly logger: Logger;
  /** Beside those of the product; the same name replaces. */
  readonly aliases?: Aliases;
  readonly limits?: Partial<Limits>;
  /** Milliseconds between two words of the scripted model; 15 unless told. */
  readonly paceMs?: number;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Who will answer. */
export interface ResolvedModel extends ModelName {
  /** True: the scripted model, in place of a real one or because the prompt names it. */
  readonly standIn: boolean;
}

export interface Models {
  /** Says before anything is executed who will answer. Throws MODEL_NOT_CONFIGURED for a provider that nobody knows. */
  resolve(model: ModelName): ResolvedModel;
  /**
   * Streams an answer, of the request's fallback where its model cannot begin one. Throws MODEL_UNAVAILABLE (try later), MODEL_FAILED (change something), MODEL_NOT_CONFIGURED, or
   * an AbortError when the request's signal was aborted.
   */
  stream(request: ChatRequest): AsyncIterable<ChatEvent>;
}

/** All chat models of a process. Opens nothing and loads no SDK until the first request to its provider. */
export function createModels(options: ModelsOptions): Models {
  const { logger, clock = systemClock, random = Math.random, paceMs = 15 } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const scripted = scriptedModel({ paceMs, clock });
  const configured = new Map<string, ChatModel>();
  if (options.anthropic?.apiKey) {
    const { baseURL = anthropicURL } = options.anthropic;
    const model = streamedModel(anthropicProtocol(options.anthropic), limits, clock);
    const support = { takes: takesOutput, alsoDemanded: baseURL !== anthropicURL, logger };
    configured.set('anthropic', withOutput(model, support));
  }
  if (options.openai?.apiKey || options.openai?.baseURL) {
    const { baseURL = openaiURL } = options.openai;
    const model = streamedModel(openaiProtocol(options.openai), limits, clock);
    const support = { takes: () => true, alsoDemanded: baseURL !== openaiURL, logger };
    configured.set('openai', withOutput(model, support));
  }
  const circuits = new Circuits(() => clock.now());
  const missed = new Set<string>();

  function resolve({ provider, name }: ModelName): ResolvedModel {
    if (configured.has(provider))
      return { provider, name: nameAtProvider({ provider, name }, options.aliases), standIn: false };
    if (provider !== scripted.provider) standInFor(provider, name);
    return { provider: scripted.provider, name: scripted.provider, standIn: true };
  }

  function standInFor(provider: string, name: string): void {
    const toSet = settings.get(provider);
    if (toSet === undefined) {
      const known = [...settings.keys(), scripted.provider].join(', ');
      const reason = `there is no provider ${provider}, only ${known}`;
      throw new DomainError('MODEL_NOT_CONFIGURED', { model: `${provider}/${name}`, reason });
    }
    if (missed.has(provider)) return;
    missed.add(provider);
    logger.warn({ provider, standIn: true }, `The scripted model answers in place of ${provider}: set ${toSet}.`);
  }

  function ask(request: ChatRequest): AsyncIterable<ChatEvent> {
    const model = resolve(request.model);
    const real = model.standIn ? undefined : configured.get(model.provider);
    if (real === undefined) return scripted.stream(demanded(request));
    return withRetries(real, { ...request, model }, { ...limits, clock, random, logger });
  }

  async function* stream(request: ChatRequest): AsyncGenerator<ChatEvent> {
    const { model, fallback } = request;
    // One that is not set up would be answered by the scripted model, and nobody would know.
    const isThere = fallback && (!resolve(fallback).standIn || fallback.provider === scripted.provider);
    if (!isThere) return yield* ask(request);
    if (resolve(model).standIn && model.provider !== scripted.provider && !resolve(fallback).standIn)
      for await (const event of ask(fallbackRequest(request, fallback)))
        yield event.type === 'end' ? { ...event, fallback: true } : event;
    else yield* withFallback(ask, { ...request, fallback }, { circuits, logger });
  }

  return { resolve, stream };
}
