import type { Usage } from '@trialogue/plugin-api';
import type { OpenAI } from 'openai';
import type { SentRequest } from './chat-model';
import { textMessages } from './message-text';
import type { AnswerReader, Ending, Protocol } from './streamed-model';

/** At least one of the two. */
export interface OpenAIOptions {
  /** A server on this machine often needs none. */
  readonly apiKey?: string;
  /** With the version: `http://127.0.0.1:11434/v1`. https://api.openai.com/v1 unless told. */
  readonly baseURL?: string;
}

type Chunk = OpenAI.ChatCompletionChunk;

const stopReasons = new Map([
  ['stop', 'end'],
  ['tool_calls', 'tool'],
  ['function_call', 'tool'],
  ['content_filter', 'refusal'],
]);

/** Chat Completions, streamed, as OpenAI, Ollama, vLLM and others speak it. The SDK is loaded at the first request. */
export function openaiProtocol({ apiKey, baseURL }: OpenAIOptions): Protocol<Chunk> {
  // Everything that the SDK would look for in the environment is said here; its log would quote what users write.
  const load = async () =>
    new (await import('openai')).OpenAI({
      apiKey: apiKey ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL: baseURL ?? 'https://api.openai.com/v1',
      maxRetries: 0,
      logLevel: 'off',
      ...(apiKey === undefined && { defaultHeaders: { authorization: null } }),
    });
  let client: ReturnType<typeof load> | undefined;
  return {
    provider: 'openai',
    async open(request, { signal, fetch }) {
      client ??= load();
      return (await client).withOptions({ fetch }).chat.completions.create(openaiBody(request), { signal });
    },
    read: (request) => new OpenAIReader(request.model.name),
  };
}

export function openaiBody({ model, messages, params }: SentRequest): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    ...params,
    model: model.name,
    messages: textMessages(messages).map(({ role, text }) => ({ role, content: text })),
    stream: true,
    stream_options: { include_usage: true },
  };
}

class OpenAIReader implements AnswerReader<Chunk> {
  private finishReason: string | undefined;
  private usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

  constructor(private model: string) {}

  take(chunk: Chunk): string {
    this.model = chunk?.model || this.model;
    if (chunk?.usage) this.count(chunk.usage);
    const choice = chunk?.choices?.find(({ index }) => (index ?? 0) === 0);
    this.finishReason = choice?.finish_reason ?? this.finishReason;
    return choice?.delta?.content ?? '';
  }

  ending(): Ending | undefined {
    if (this.finishReason === undefined) return undefined;
    const stopReason = stopReasons.get(this.finishReason) ?? this.finishReason;
    return { usage: this.usage, stopReason, model: this.model };
  }

  /** `prompt_tokens` holds what was read from and written to the cache. */
  private count(usage: OpenAI.CompletionUsage): void {
    const cacheRead = usage.prompt_tokens_details?.cached_tokens ?? 0;
    const cacheWrite = usage.prompt_tokens_details?.cache_write_tokens ?? 0;
    const input = Math.max(0, (usage.prompt_tokens ?? 0) - cacheRead - cacheWrite);
    this.usage = { input, output: usage.completion_tokens ?? 0, cacheRead, cacheWrite };
  }
}
