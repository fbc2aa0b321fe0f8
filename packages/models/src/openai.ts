import type { Usage } from '@trialogue/plugin-api';
import type { OpenAI } from 'openai';
import { openaiBody, openaiURL } from './openai-body';
import { isCutShort, type StopReason, stopReasonOf } from './stop-reason';
import type { AnswerReader, Ending, Protocol } from './streamed-model';
import { ToolCallAssembly } from './tool-call-assembly';

/** At least one of the two. */
export interface OpenAIOptions {
  /** A server on this machine often needs none. */
  readonly apiKey?: string;
  /** With the version: `http://127.0.0.1:11434/v1`. https://api.openai.com/v1 unless told. */
  readonly baseURL?: string;
}

type Chunk = OpenAI.ChatCompletionChunk;

type FinishReason = NonNullable<OpenAI.ChatCompletionChunk.Choice['finish_reason']>;

/** All of the SDK's: one that a new version brings does not compile until it is here. */
const stopReasons: Readonly<Record<FinishReason, StopReason>> = {
  stop: 'end',
  length: 'length',
  tool_calls: 'tool',
  function_call: 'tool',
  content_filter: 'refusal',
};

/** Members of a delta in which servers send what a model thinks. */
const thoughts = ['reasoning_content', 'reasoning'];

/** Chat Completions, streamed, as OpenAI, Ollama, vLLM and others speak it. The SDK is loaded at the first request. */
export function openaiProtocol({ apiKey, baseURL = openaiURL }: OpenAIOptions): Protocol<Chunk> {
  // Everything that the SDK would look for in the environment is said here; its log would quote what users write.
  const load = async () =>
    new (await import('openai')).OpenAI({
      apiKey: apiKey ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL,
      maxRetries: 0,
      logLevel: 'off',
      ...(apiKey === undefined && { defaultHeaders: { authorization: null } }),
    });
  let client: ReturnType<typeof load> | undefined;
  return {
    provider: 'openai',
    async open(request, { signal, fetch }) {
      client ??= load();
      return (await client).withOptions({ fetch }).chat.completions.create(openaiBody(request, baseURL), { signal });
    },
    read: (request) => new OpenAIReader(request.model.name),
  };
}

type Fragment = Partial<OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall>;

class OpenAIReader implements AnswerReader<Chunk> {
  hasBegun = false;
  private finishReason: string | undefined;
  private refused = false;
  private usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  private readonly calls = new ToolCallAssembly();
  private readonly places = new Map<number, ReturnType<ToolCallAssembly['open']>>();
  private last: ReturnType<ToolCallAssembly['open']> | undefined;

  constructor(private model: string) {}

  take(chunk: Chunk): string {
    this.model = chunk?.model || this.model;
    if (chunk?.usage) this.count(chunk.usage);
    const choice = chunk?.choices?.find(({ index }) => (index ?? 0) === 0);
    this.finishReason = choice?.finish_reason ?? this.finishReason;
    // What a model that refuses says instead of an answer stands in a field of its own.
    const { content, refusal, tool_calls: fragments, ...others } = choice?.delta ?? {};
    if (refusal) this.refused = true;
    for (const fragment of Array.isArray(fragments) ? fragments : []) this.assemble(fragment);
    const text = `${content ?? ''}${refusal ?? ''}`;
    const thought = thoughts.some((name) => (others as Record<string, unknown>)[name]);
    if (text !== '' || thought || this.calls.size > 0) this.hasBegun = true;
    return text;
  }

  ending(): Ending | undefined {
    if (this.finishReason === undefined) return undefined;
    const said = this.refused ? 'refusal' : stopReasonOf(stopReasons, this.finishReason);
    const toolCalls = this.calls.finish(isCutShort(said));
    const stopReason = said === 'end' && toolCalls.length > 0 ? 'tool' : said;
    return { usage: this.usage, stopReason, model: this.model, toolCalls };
  }

  /**
   * The fragments of a call have one `index`. Of servers that send none, or 0 for all, an id or a name begins a call, and
   * arguments may come whole, also as an object.
   */
  private assemble({ index, id, function: part }: Fragment): void {
    const isPlaced = typeof index === 'number';
    let call = isPlaced ? this.places.get(index) : this.last;
    const isOther = id ? call?.id !== undefined && call.id !== id : !isPlaced && Boolean(part?.name);
    if (!call || isOther) call = this.calls.open(part?.name ?? '', id);
    else {
      call.id ??= id;
      call.tool ||= part?.name ?? '';
    }
    if (isPlaced) this.places.set(index, call);
    this.last = call;
    const given: unknown = part?.arguments ?? '';
    this.calls.append(call, typeof given === 'string' ? given : JSON.stringify(given));
  }

  /** `prompt_tokens` holds what was read from and written to the cache. */
  private count(usage: OpenAI.CompletionUsage): void {
    const cacheRead = usage.prompt_tokens_details?.cached_tokens ?? 0;
    const cacheWrite = usage.prompt_tokens_details?.cache_write_tokens ?? 0;
    const input = Math.max(0, (usage.prompt_tokens ?? 0) - cacheRead - cacheWrite);
    this.usage = { input, output: usage.completion_tokens ?? 0, cacheRead, cacheWrite };
  }
}
