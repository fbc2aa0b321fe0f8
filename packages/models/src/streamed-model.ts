import type { ToolCall, Usage } from '@trialogue/plugin-api';
import type { ChatEvent, ChatModel, ChatRequest } from './chat-model';
import type { Clock } from './clock';
import { Connection } from './connection';
import { type Limits, longestAnswer } from './limits';
import { ProviderFailure } from './provider-failure';
import type { StopReason } from './stop-reason';

/** What a provider says about a whole answer. */
export interface Ending {
  readonly usage: Usage;
  readonly stopReason: StopReason | (string & {});
  readonly model: string;
  readonly toolCalls: readonly ToolCall[];
}

/** Reads one answer's events in order. Never throws on an event that it does not know. */
export interface AnswerReader<Event> {
  /** The text that the event brings, or ''. */
  take(event: Event): string;
  /** True once something of an answer has come: text, a piece of a tool call, or a thought. */
  readonly hasBegun: boolean;
  /** Undefined as long as the provider has not said that the answer is whole. */
  ending(): Ending | undefined;
}

/** A provider's protocol, through its SDK: how to ask, and how to read the events. */
export interface Protocol<Event> {
  readonly provider: string;
  open(request: ChatRequest, connection: Pick<Connection, 'signal' | 'fetch'>): Promise<AsyncIterable<Event>>;
  read(request: ChatRequest): AnswerReader<Event>;
}

/** A chat model behind an HTTP stream: what all of them share is time limits, aborting, early ends and bounds. */
export function streamedModel<Event>(protocol: Protocol<Event>, limits: Limits, clock: Clock): ChatModel {
  async function* stream(request: ChatRequest): AsyncGenerator<ChatEvent> {
    const connection = new Connection(request, limits, clock);
    async function* handOn(event: ChatEvent): AsyncGenerator<ChatEvent> {
      connection.pause();
      yield event;
      connection.resume();
    }
    try {
      const reader = protocol.read(request);
      let answer = '';
      for await (const event of await protocol.open(request, connection)) {
        if (connection.signal.aborted) throw connection.whyEnded();
        const text = reader.take(event);
        if (reader.hasBegun) connection.begin();
        if (text === '') continue;
        answer += text;
        if (answer.length > longestAnswer)
          throw new ProviderFailure(`the answer is longer than ${longestAnswer} characters`, { retryable: false });
        yield* handOn({ type: 'text', text });
      }
      const whole = reader.ending();
      if (whole === undefined || request.signal.aborted) throw connection.whyEnded();
      const { toolCalls, ...ending } = whole;
      for (const call of toolCalls) yield* handOn({ type: 'tool-call', ...call });
      const structured = request.output && { structured: 'native' as const };
      yield {
        type: 'end',
        text: answer,
        ...(toolCalls.length > 0 && { toolCalls }),
        ...structured,
        ...ending,
        standIn: false,
      };
    } catch (error) {
      throw connection.whyEnded(error);
    } finally {
      connection.close();
    }
  }
  return { provider: protocol.provider, stream };
}
