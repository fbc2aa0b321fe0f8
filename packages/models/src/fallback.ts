import { DomainError } from '@trialogue/errors';
import type { Logger } from '@trialogue/plugin-api';
import type { ChatEvent, ChatRequest, ModelName } from './chat-model';

const failures: ReadonlySet<string> = new Set(['MODEL_UNAVAILABLE', 'MODEL_FAILED', 'MODEL_NOT_CONFIGURED']);

/**
 * The request as its fallback gets it. Of the parameters another provider understands how long an answer may be and where
 * it stops; the rest are a model's own.
 */
export function fallbackRequest({ fallback: _, ...request }: ChatRequest, name: ModelName): ChatRequest {
  if (name.provider === request.model.provider) return { ...request, model: name };
  const { params, maxTokens = Number.POSITIVE_INFINITY } = request;
  const length = [params.max_tokens, params.max_completion_tokens].find((own) => typeof own === 'number');
  const stop = params.stop_sequences ?? params.stop;
  const stops = typeof stop === 'string' ? [stop] : stop;
  const isAnthropic = name.provider === 'anthropic';
  return {
    ...request,
    model: name,
    params: {
      ...(isAnthropic && length !== undefined && { max_tokens: length }),
      ...(stops !== undefined && { [isAnthropic ? 'stop_sequences' : 'stop']: stops }),
    },
    ...(length !== undefined && { maxTokens: Math.min(length, maxTokens) }),
  };
}

/**
 * Asks the request's model, and its fallback where that has failed before anything was passed on. Where the fallback cannot
 * begin either, the model's failure is thrown, for that is what somebody has to look at first; the other's is logged.
 */
export async function* withFallback(
  ask: (request: ChatRequest) => AsyncIterable<ChatEvent>,
  request: ChatRequest & { readonly fallback: ModelName },
  logger: Logger,
): AsyncGenerator<ChatEvent> {
  const names = { model: nameOf(request.model), fallback: nameOf(request.fallback) };
  let spoken = false;
  try {
    for await (const event of ask(request)) {
      spoken = true;
      yield event;
    }
    return;
  } catch (error) {
    if (spoken || request.signal.aborted || !isFailure(error)) throw error;
    logger.warn({ ...names, code: error.code }, 'The fallback model is asked, for the model has failed.');
    try {
      for await (const event of ask(fallbackRequest(request, request.fallback))) {
        spoken = true;
        yield event.type === 'end' ? { ...event, fallback: true } : event;
      }
    } catch (other) {
      if (spoken || request.signal.aborted || !isFailure(other)) throw other;
      logger.warn({ ...names, code: other.code }, 'The fallback model has failed too.');
      throw error;
    }
  }
}

const isFailure = (error: unknown): error is DomainError => error instanceof DomainError && failures.has(error.code);

const nameOf = ({ provider, name }: ModelName) => `${provider}/${name}`;
