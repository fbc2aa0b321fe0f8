import type { Anthropic } from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import type { JsonObject, Message, OutputFormat } from '@trialogue/plugin-api';
import type { SentRequest } from './chat-model';
import { hasOpenObjects } from './native-schema';
import { type SentMessage, sentMessages } from './sent-messages';

type Block = Anthropic.TextBlockParam | Anthropic.ToolUseBlockParam | Anthropic.ToolResultBlockParam;
type Turn = { role: 'user' | 'assistant'; content: string | Block[] };

/** Kept for 5 minutes after each use: https://platform.claude.com/docs/en/build-with-claude/prompt-caching */
const cached = { cache_control: { type: 'ephemeral' } } as const;

/** The body of a request to the Messages API. `max_tokens` is 1,024 unless told. */
export function anthropicBody(request: SentRequest): Anthropic.MessageCreateParamsStreaming {
  const { model, params, maxTokens = Number.POSITIVE_INFINITY, output } = request;
  const own = typeof params.max_tokens === 'number' ? params.max_tokens : 1024;
  const asked = { ...toolsOf(request), ...anthropicMessages(request) };
  const most = Math.min(own, maxTokens);
  const { thinking, ...others } = params;
  // It thinks within `max_tokens`; where that is lowered so far, there is no room for it, and the API refuses it. Nor does
  // the API take a call of a tool back without the thoughts before it, which are not kept.
  const hasRoom = most === own || !(Number((thinking as JsonObject | null)?.budget_tokens) >= most);
  const isCalled = request.messages.some(({ parts }) => parts.some(({ type }) => type === 'tool-call'));
  const mayThink = hasRoom && !(isCalled && request.tools?.length);
  return {
    ...others,
    ...(thinking !== undefined && mayThink && { thinking: thinking as unknown as Anthropic.ThinkingConfigParam }),
    max_tokens: most,
    model: model.name,
    // Who says where to cache, or not to (null), is left to it.
    ...('cache_control' in params ? asked : marked(asked)),
    ...(output && { output_config: { ...(params.output_config as object), format: formatOf(output) } }),
    stream: true,
  };
}

/**
 * System messages become `system`; neighbours of one role become one message. A prompt that is nothing but system text
 * is sent as the user's, for the API wants at least one message, and the user's first.
 */
export function anthropicMessages(request: { messages: readonly Message[]; tools?: SentRequest['tools'] }) {
  const sent = sentMessages(request);
  const system = sent.flatMap(({ role, text }) => (role === 'system' ? [text] : [])).join('\n\n');
  const turns: Turn[] = [];
  for (const message of sent) {
    if (message.role === 'system') continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (last?.role === role) last.content = joined(last.content, contentOf(message));
    else turns.push({ role, content: contentOf(message) });
  }
  if (turns[0]?.role === 'assistant') turns.unshift(user(begins));
  return turns.length > 0 ? { ...(system && { system }), messages: turns } : { messages: [user(system)] };
}

/** Can the API keep an answer to it? (https://platform.claude.com/docs/en/build-with-claude/structured-outputs) */
export function takesOutput({ schema }: OutputFormat): boolean {
  try {
    return !hasOpenObjects(schema) && formatOf({ name: '', schema }) !== undefined;
  } catch {
    return false;
  }
}

/** What the API does not take of a schema goes into descriptions. Throws for a schema without types. */
const formatOf = ({ schema }: OutputFormat) => ({ type: 'json_schema' as const, schema: transformJSONSchema(schema) });

function toolsOf({
  tools = [],
  toolChoice,
}: SentRequest): Pick<Anthropic.MessageCreateParams, 'tools' | 'tool_choice'> {
  if (tools.length === 0) return {};
  const named = typeof toolChoice === 'object' && ({ type: 'tool', name: toolChoice.name } as const);
  return {
    tools: tools.map(({ name, description, input }) => ({
      ...{ name, description },
      input_schema: { type: 'object', ...input } as JsonObject & { type: 'object' },
    })),
    ...(toolChoice && { tool_choice: named || { type: toolChoice as 'auto' | 'none' } }),
  };
}

interface Asked extends Pick<Anthropic.MessageCreateParams, 'tools' | 'tool_choice'> {
  readonly system?: string;
  readonly messages: Turn[];
}

/**
 * Marks what the next request of a conversation has in common with this one: tools, system, and all up to the user's
 * message before the last. What is too short to be cached, the provider leaves uncached.
 */
function marked({ tools, system, messages, ...rest }: Asked) {
  const place = messages.findLastIndex(({ role }, at) => role === 'user' && at < messages.length - 1);
  return {
    ...rest,
    ...(tools && { tools: tools.map((tool, at) => (at === tools.length - 1 ? { ...tool, ...cached } : tool)) }),
    ...(system && { system: [{ ...textBlock(system), ...cached }] }),
    messages: messages.map(({ role, content }, at) => ({
      role,
      content: at === place ? markedLast(blocksOf(content)) : content,
    })),
  };
}

const markedLast = (blocks: Block[]): Block[] => blocks.with(-1, { ...blocks.at(-1)!, ...cached });

/** Text alone stays a string. Results go before text, as the API wants it. */
function contentOf({ text, calls, results }: SentMessage): string | Block[] {
  if (calls.length === 0 && results.length === 0) return text;
  return [
    ...results.map(({ id, ok, text }) => ({
      ...{ type: 'tool_result' as const, tool_use_id: id, content: text },
      ...(!ok && { is_error: true }),
    })),
    ...(text === '' ? [] : [textBlock(text)]),
    ...calls.map(({ id, tool, arguments: input }) => ({ type: 'tool_use' as const, id, name: tool, input })),
  ];
}

const joined = (one: string | Block[], other: string | Block[]): string | Block[] =>
  typeof one === 'string' && typeof other === 'string' ? `${one}\n\n${other}` : [...blocksOf(one), ...blocksOf(other)];

const blocksOf = (content: string | Block[]): Block[] => (typeof content === 'string' ? [textBlock(content)] : content);

const textBlock = (text: string) => ({ type: 'text' as const, text });

/** Stands before what a flow says first. */
const begins = '(The conversation begins.)';

const user = (content: string): Turn => ({ role: 'user', content });
