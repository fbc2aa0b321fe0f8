import type { Anthropic } from '@anthropic-ai/sdk';
import type { JsonObject, Usage } from '@trialogue/plugin-api';
import type { SentRequest } from './chat-model';
import { type TextMessage, textMessages } from './message-text';
import type { AnswerReader, Ending, Protocol } from './streamed-model';

export interface AnthropicOptions {
  readonly apiKey: string;
  /** https://api.anthropic.com unless told. */
  readonly baseURL?: string;
}

const stopReasons = new Map([
  ['end_turn', 'end'],
  ['max_tokens', 'length'],
  ['tool_use', 'tool'],
]);

/** The Messages API, streamed (https://platform.claude.com/docs/en/build-with-claude/streaming). The SDK is loaded at the first request. */
export function anthropicProtocol(options: AnthropicOptions): Protocol<Anthropic.RawMessageStreamEvent> {
  const client = anthropicClient(options);
  return {
    provider: 'anthropic',
    async open(request, { signal, fetch }) {
      const options = { signal, headers: anthropicVersion(request.params) };
      return (await client()).withOptions({ fetch }).messages.create(anthropicBody(request), options);
    },
    read: (request) => new AnthropicReader(request.model.name),
  };
}

/** The SDK is loaded at the first call, once. It asks once and reads nothing of the environment. */
export function anthropicClient({ apiKey, baseURL }: AnthropicOptions) {
  // Everything that the SDK would look for in the environment is said here; its log would quote what users write.
  const load = async () =>
    new (await import('@anthropic-ai/sdk')).Anthropic({
      apiKey,
      baseURL: baseURL ?? 'https://api.anthropic.com',
      maxRetries: 0,
      logLevel: 'off',
      openTelemetry: false,
    });
  let client: ReturnType<typeof load> | undefined;
  return () => {
    client ??= load();
    return client;
  };
}

/**
 * Version 2026-10-21, the SDK's, refuses `temperature`, `top_p` and `top_k` whatever their value. Models up to 4.6 still
 * take them under 2023-06-01 (https://platform.claude.com/docs/en/api/migration-2026-10-21), so a prompt that sets one is
 * sent as that.
 */
function anthropicVersion(params: JsonObject): { 'anthropic-version'?: string } {
  const samples = ['temperature', 'top_p', 'top_k'].some((name) => name in params);
  return samples ? { 'anthropic-version': '2023-06-01' } : {};
}

export function anthropicBody({ model, messages, params }: SentRequest): Anthropic.MessageCreateParamsStreaming {
  return { max_tokens: 1024, ...params, model: model.name, ...anthropicMessages(textMessages(messages)), stream: true };
}

/**
 * System messages become `system`; neighbours of one role become one message. A prompt that is nothing but system text
 * is sent as the user's, for the API wants at least one message, and the user's first.
 */
export function anthropicMessages(texts: readonly TextMessage[]) {
  const system = texts.flatMap(({ role, text }) => (role === 'system' ? [text] : [])).join('\n\n');
  const turns: { role: 'user' | 'assistant'; content: string }[] = [];
  for (const { role, text } of texts) {
    const last = turns.at(-1);
    if (role === 'system') continue;
    if (last?.role === role) last.content += `\n\n${text}`;
    else turns.push({ role, content: text });
  }
  if (turns[0]?.role === 'assistant') turns.unshift(user(begins));
  return turns.length > 0 ? { ...(system && { system }), messages: turns } : { messages: [user(system)] };
}

/** The API wants a user's message first; a flow may have spoken before. */
const begins = '(The conversation begins.)';

const user = (content: string) => ({ role: 'user' as const, content });

class AnthropicReader implements AnswerReader<Anthropic.RawMessageStreamEvent> {
  private stopReason = 'unknown';
  private usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  private whole = false;

  constructor(private model: string) {}

  take(event: Anthropic.RawMessageStreamEvent): string {
    switch (event.type) {
      case 'message_start':
        this.model = event.message?.model ?? this.model;
        this.count(event.message?.usage);
        return '';
      case 'content_block_start':
        return event.content_block?.type === 'text' ? (event.content_block.text ?? '') : '';
      case 'content_block_delta':
        return event.delta?.type === 'text_delta' ? event.delta.text : '';
      case 'message_delta':
        this.stopReason = event.delta?.stop_reason ?? this.stopReason;
        this.count(event.usage);
        return '';
      case 'message_stop':
        this.whole = true;
        return '';
      default:
        return '';
    }
  }

  ending(): Ending | undefined {
    if (!this.whole) return undefined;
    const stopReason = stopReasons.get(this.stopReason) ?? this.stopReason;
    return { usage: this.usage, stopReason, model: this.model };
  }

  /** Counts are cumulative, and each event says only some of them; `input_tokens` is without the cache's. */
  private count(usage: Partial<Anthropic.MessageDeltaUsage> | undefined): void {
    this.usage = {
      input: usage?.input_tokens ?? this.usage.input,
      output: usage?.output_tokens ?? this.usage.output,
      cacheRead: usage?.cache_read_input_tokens ?? this.usage.cacheRead,
      cacheWrite: usage?.cache_creation_input_tokens ?? this.usage.cacheWrite,
    };
  }
}
