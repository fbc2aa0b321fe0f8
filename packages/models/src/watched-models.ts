import { type Span, SpanKind } from '@opentelemetry/api';
import { codeOf, durations, isTraced, markFailed, stopwatch, type Telemetry } from '@trialogue/telemetry';
import { Counter } from 'prom-client';
import type { ChatEvent, ChatRequest } from './chat-model';
import type { Models } from './models';

type End = Extract<ChatEvent, { type: 'end' }>;

/**
 * The same models, with each call counted, timed and, when it is a step of something traced, shown as a span in the names
 * of OpenTelemetry's conventions for generative AI. What was asked and answered is no part of it.
 */
export function watchedModels(models: Models, { registry, tracer }: Telemetry): Models {
  const calls = new Counter({
    name: 'trialogue_model_calls_total',
    help: 'Calls of chat models, by who answered: completed, failed, or left before they had ended.',
    labelNames: ['provider', 'outcome'],
    registers: [registry],
  });
  const seconds = durations(
    registry,
    'trialogue_model_call_duration_seconds',
    'How long calls of chat models took, from the question to the end of the answer.',
    ['provider'],
  );
  const fallbacks = new Counter({
    name: 'trialogue_model_fallbacks_total',
    help: 'Answers of fallback models, by the provider that should have answered and the one that has.',
    labelNames: ['provider', 'fallback'],
    registers: [registry],
  });
  const tokens = new Counter({
    name: 'trialogue_model_tokens_total',
    help: 'Tokens that chat models took and gave, as their providers count them.',
    labelNames: ['provider', 'kind'],
    registers: [registry],
  });

  function start(request: ChatRequest, provider: string, model: string): Span | undefined {
    if (!tracer || !isTraced()) return undefined;
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
      'trialogue.model.named': `${request.model.provider}/${request.model.name}`,
    };
    return tracer.startSpan(`chat ${model}`, { kind: SpanKind.CLIENT, attributes });
  }

  function took(provider: string, span: Span | undefined, { usage, model, stopReason }: End): void {
    const { input, output, cacheRead, cacheWrite } = usage;
    const kinds = { input, output, cache_read: cacheRead, cache_write: cacheWrite };
    for (const [kind, count] of Object.entries(kinds)) tokens.inc({ provider, kind }, count);
    span?.setAttributes({
      'gen_ai.response.model': model,
      'gen_ai.response.finish_reasons': [stopReason],
      // By the conventions all that was read, also out of a cache.
      'gen_ai.usage.input_tokens': input + cacheRead + cacheWrite,
      'gen_ai.usage.output_tokens': output,
    });
  }

  async function* stream(request: ChatRequest): AsyncGenerator<ChatEvent> {
    const named = models.resolve(request.model);
    const span = start(request, named.provider, named.name);
    let { provider } = named;
    const elapsed = stopwatch();
    let outcome = 'left';
    try {
      for await (const event of models.stream(request)) {
        if (event.type === 'end') {
          outcome = 'completed';
          if (event.fallback && request.fallback) {
            provider = models.resolve(request.fallback).provider;
            fallbacks.inc({ provider: request.model.provider, fallback: provider });
            span?.setAttribute('trialogue.model.fallback', true);
          }
          took(provider, span, event);
        }
        yield event;
      }
    } catch (error) {
      outcome = request.signal.aborted ? 'left' : 'failed';
      if (span) markFailed(span, [codeOf(error)]);
      throw error;
    } finally {
      calls.inc({ provider, outcome });
      seconds.observe({ provider }, elapsed());
      span?.end();
    }
  }

  return { resolve: (model) => models.resolve(model), stream };
}
