import { DomainError } from '@trialogue/errors';
import type { Logger } from '@trialogue/plugin-api';
import type { ChatEvent, ChatRequest, ModelName } from './chat-model';
import type { Circuits } from './circuit';

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
 * Asks the request's model, and its fallback where that has failed before anything was passed on; of a model whose circuit
 * is open the fallback comes first. Where neither can begin, the model's failure is thrown, for that is what somebody has
 * to look at first.
 */
export async function* withFallback(
  ask: (request: ChatRequest) => AsyncIterable<ChatEvent>,
  request: ChatRequest & { readonly fallback: ModelName },
  { circuits, logger }: { circuits: Circuits; logger: Logger },
): AsyncGenerator<ChatEvent> {
  const model = nameOf(request.model);
  const fallback = nameOf(request.fallback);
  const isOpen = circuits.isOpen(model);
  let spoken = false;
  let failure: DomainError | undefined;
  for (const isFallback of isOpen ? [true, false] : [false, true]) {
    try {
      for await (const event of ask(isFallback ? fallbackRequest(request, request.fallback) : request)) {
        spoken = true;
        yield isFallback && event.type === 'end' ? { ...event, fallback: true } : event;
      }
      if (!isFallback) circuits.answered(model);
      return;
    } catch (error) {
      if (request.signal.aborted || !isFailure(error)) throw error;
      if (spoken) throw error;
      if (!isFallback && error.code === 'MODEL_UNAVAILABLE') circuits.failed(model);
      const told = isFallback ? 'The fallback model has failed.' : 'The model has failed.';
      const next = failure ? '' : ` ${isFallback ? 'The model' : 'Its fallback'} is asked.`;
      logger.warn({ model, fallback, code: error.code }, `${told}${next}`);
      failure = isFallback ? (failure ?? error) : error;
    }
  }
  throw failure;
}

const isFailure = (error: unknown): error is DomainError => error instanceof DomainError && failures.has(error.code);

const nameOf = ({ provider, name }: ModelName) => `${provider}/${name}`;
