import type { Anthropic } from '@anthropic-ai/sdk';
import type { JsonObject, Usage } from '@trialogue/plugin-api';
import { anthropicBody } from './anthropic-body';
import { isCutShort, type StopReason, stopReasonOf } from './stop-reason';
import type { AnswerReader, Ending, Protocol } from './streamed-model';
import { ToolCallAssembly } from './tool-call-assembly';

export interface AnthropicOptions {
  readonly apiKey: string;
  /** https://api.anthropic.com unless told. */
  readonly baseURL?: string;
}

/** Where the Messages API is Anthropic's own. */
export const anthropicURL = 'https://api.anthropic.com';

/** All of the SDK's: one that a new version brings does not compile until it is here. */
const stopReasons: Readonly<Record<Anthropic.StopReason, StopReason>> = {
  end_turn: 'end',
  max_tokens: 'length',
  stop_sequence: 'stop-sequence',
  tool_use: 'tool',
  pause_turn: 'pause',
  refusal: 'refusal',
  model_context_window_exceeded: 'context',
};

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
export function anthropicClient({ apiKey, baseURL = anthropicURL }: AnthropicOptions) {
  // Everything that the SDK would look for in the environment is said here; its log would quote what users write.
  const load = async () =>
    new (await import('@anthropic-ai/sdk')).Anthropic({
      apiKey,
      baseURL,
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

class AnthropicReader implements AnswerReader<Anthropic.RawMessageStreamEvent> {
  hasBegun = false;
  private stopReason = 'unknown';
  private usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  private whole = false;
  private readonly calls = new ToolCallAssembly();
  /** Which call the block at an index is. */
  private readonly blocks = new Map<number, ReturnType<ToolCallAssembly['open']>>();

  constructor(private model: string) {}

  take(event: Anthropic.RawMessageStreamEvent): string {
    switch (event.type) {
      case 'message_start':
        this.model = event.message?.model ?? this.model;
        this.count(event.message?.usage);
        return '';
      case 'content_block_start':
        return this.begin(event);
      case 'content_block_delta':
        return this.goOn(event);
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
    const stopReason = stopReasonOf(stopReasons, this.stopReason);
    const toolCalls = this.calls.finish(isCutShort(stopReason));
    return { usage: this.usage, stopReason, model: this.model, toolCalls };
  }

  private begin({ index, content_block: block }: Anthropic.RawContentBlockStartEvent): string {
    if (block?.type === 'tool_use') {
      this.hasBegun = true;
      const call = this.calls.open(block.name, block.id);
      this.blocks.set(index, call);
      // Some servers send the arguments whole, with the start.
      if (Object.keys(block.input ?? {}).length > 0) this.calls.append(call, JSON.stringify(block.input));
    }
    // What it thinks may be kept from us: then nothing comes of it until it is over.
    if (block?.type === 'thinking' || block?.type === 'redacted_thinking') this.hasBegun = true;
    return block?.type === 'text' ? this.said(block.text) : '';
  }

  private goOn({ index, delta }: Anthropic.RawContentBlockDeltaEvent): string {
    const call = this.blocks.get(index);
    if (call && delta?.type === 'input_json_delta') this.calls.append(call, delta.partial_json ?? '');
    return delta?.type === 'text_delta' ? this.said(delta.text) : '';
  }

  private said(text: string | undefined): string {
    if (text) this.hasBegun = true;
    return text ?? '';
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
