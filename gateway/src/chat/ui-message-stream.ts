import type { End, Told } from './telling';
import { sent, sentAsJson, type Wire } from './wire';

type Chunk = { readonly type: string; readonly [field: string]: unknown };

/**
 * An answer as the chunks of the AI SDK's UI message stream, version 1 (ai-sdk.dev/docs/ai-sdk-ui/stream-protocol): one
 * message, each text a part of it.
 */
export class UiMessageStream implements Wire {
  readonly headers = { 'x-vercel-ai-ui-message-stream': 'v1' };
  private begun = false;
  private part: { readonly message: string; readonly id: string } | undefined;
  private parts = 0;

  before(): Iterable<string> {
    return [];
  }

  of(told: Told): Iterable<string> {
    return sentAsJson(this.chunks(told));
  }

  after(): Iterable<string> {
    return [sent('[DONE]')];
  }

  private *chunks(told: Told): Generator<Chunk> {
    switch (told.type) {
      case 'begin':
        yield* this.start(told.id);
        break;
      case 'text':
        yield* this.start(told.id);
        if (told.instead || this.part?.message !== told.id) yield* this.nextPart(told.id);
        yield { type: 'text-delta', id: this.part!.id, delta: told.text };
        break;
      case 'tool-called':
        yield* this.start();
        yield* this.endPart();
        yield {
          type: 'tool-input-available',
          toolCallId: told.id,
          toolName: told.tool,
          input: told.arguments,
          dynamic: true,
        };
        break;
      case 'tool-answered':
        yield told.ok
          ? { type: 'tool-output-available', toolCallId: told.id, output: null, dynamic: true }
          : { type: 'tool-output-error', toolCallId: told.id, errorText: 'The tool failed.', dynamic: true };
        break;
      case 'object':
        yield* this.start(told.id);
        yield { type: 'data-structured', id: told.id, data: told.partial };
        break;
      case 'completed':
        yield* this.end(told);
        yield { type: 'finish', finishReason: 'stop', ...metadataOf(told) };
        break;
      case 'cancelled':
        yield* this.end(told);
        yield { type: 'abort', reason: 'cancelled' };
        break;
      case 'failed':
        yield* this.end();
        yield { type: 'error', errorText: `${told.code}: ${told.message}` };
        break;
      default: {
        const { type, ...data } = told;
        yield* this.start();
        yield { type: `data-${type}`, data };
      }
    }
  }

  private *start(messageId?: string): Generator<Chunk> {
    if (this.begun) return;
    this.begun = true;
    yield { type: 'start', ...(messageId !== undefined && { messageId }) };
  }

  private *nextPart(message: string): Generator<Chunk> {
    yield* this.endPart();
    this.parts += 1;
    this.part = { message, id: `${message}#${this.parts}` };
    yield { type: 'text-start', id: this.part.id };
  }

  private *endPart(): Generator<Chunk> {
    if (this.part) yield { type: 'text-end', id: this.part.id };
    this.part = undefined;
  }

  private *end(end?: Answered): Generator<Chunk> {
    yield* this.start(end?.message?.id);
    yield* this.endPart();
    const structured = end?.message?.structured ?? null;
    if (structured !== null) yield { type: 'data-structured', id: end!.message!.id, data: structured };
  }
}

type Answered = Exclude<End, { type: 'failed' }>;

function metadataOf({ message }: Answered) {
  if (!message) return {};
  const { model, standIn, arm, usage } = message;
  return { messageMetadata: { model, standIn, arm, usage } };
}
