import { createHash } from 'node:crypto';
import type { JsonObject, Logger, Message, OutputFormat } from '@trialogue/plugin-api';
import { LRUCache } from 'lru-cache';
import type { ChatEvent, ChatModel, ChatRequest } from './chat-model';
import { messageOf } from './message-text';
import { ProviderFailure } from './provider-failure';

export interface OutputSupport {
  /** Can the provider keep answers to it? */
  takes(output: OutputFormat): boolean;
  /** Also demanded in the messages where it is native: of servers that may pass over what they do not know. */
  readonly alsoDemanded: boolean;
  readonly logger: Logger;
}

/** The messages with the demand for JSON of a schema behind their first system messages, as a system message of its own. */
export function demandingOutput(messages: readonly Message[], schema: JsonObject): Message[] {
  const demand = [
    'Answer with one JSON object that this JSON Schema accepts, and with nothing else: no explanation, no code fence.',
    JSON.stringify(schema),
  ].join('\n\n');
  const behind = messages.findIndex(({ role }) => role !== 'system');
  const at = behind === -1 ? messages.length : behind;
  return [...messages.slice(0, at), messageOf({ role: 'system', text: demand }), ...messages.slice(at)];
}

/** A request whose output is demanded in its messages, and nowhere else. */
export const demanded = ({ output, ...request }: ChatRequest): ChatRequest =>
  output ? { ...request, messages: demandingOutput(request.messages, output.schema) } : request;

/**
 * The model, asked for `output` natively as long as its provider takes that. One that refuses (a 400 that names it) is
 * asked again at once without, with the demand in the messages, and from then on of this model and schema only so.
 */
export function withOutput(model: ChatModel, { takes, alsoDemanded, logger }: OutputSupport): ChatModel {
  const refused = new LRUCache<string, true>({ max: 1_000 });

  async function* stream(request: ChatRequest): AsyncGenerator<ChatEvent> {
    const { output } = request;
    if (!output) return yield* model.stream(request);
    const key = keyOf(request.model.name, output);
    if (takes(output) && !refused.has(key)) {
      try {
        yield* model.stream(alsoDemanded ? { ...demanded(request), output } : request);
        return;
      } catch (error) {
        if (!(error instanceof ProviderFailure && error.detail.refusesOutput)) throw error;
        refused.set(key, true);
        const name = `${model.provider}/${request.model.name}`;
        logger.warn(
          { model: name, output: output.name },
          'The provider does not take the schema: it is demanded in words.',
        );
      }
    }
    yield* model.stream(demanded(request));
  }
  return { provider: model.provider, stream };
}

const keyOf = (model: string, output: OutputFormat): string =>
  createHash('sha256')
    .update(JSON.stringify([model, output]))
    .digest('hex');
