import type { Json, JsonObject, Message } from '@trialogue/plugin-api';
import type { SentRequest } from './chat-model';

/** A tool call as providers are sent it. */
export interface SentCall {
  readonly id: string;
  readonly tool: string;
  readonly arguments: JsonObject;
}

/** What a tool has answered. */
export interface SentResult {
  readonly id: string;
  readonly ok: boolean;
  readonly text: string;
}

/** A message reduced to what every provider takes. At least one of its members is not empty. */
export interface SentMessage {
  readonly role: Message['role'];
  readonly text: string;
  readonly calls: readonly SentCall[];
  readonly results: readonly SentResult[];
}

/**
 * The messages as providers take them. Tool calls and results go in pairs: a call that nobody has answered, a result whose
 * call is not there (a window has cut between them), and both where the request has no tools, would be refused and are
 * left out.
 */
export function sentMessages({ messages, tools = [] }: Pick<SentRequest, 'messages' | 'tools'>): SentMessage[] {
  const isUsed = tools.length > 0;
  return messages.flatMap(({ role, parts }, place) => {
    const text = role === 'tool' ? '' : parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const answered = idsIn(messages[place + 1], 'tool-result');
    const called = idsIn(messages[place - 1], 'tool-call');
    const calls = parts.flatMap((part) =>
      isUsed && role === 'assistant' && part.type === 'tool-call' && answered.has(part.id)
        ? [{ id: part.id, tool: part.tool, arguments: objectOf(part.arguments) }]
        : [],
    );
    const results = parts.flatMap((part) =>
      isUsed && part.type === 'tool-result' && called.has(part.id)
        ? [{ id: part.id, ok: part.ok, text: textOf(part.content) }]
        : [],
    );
    const isEmpty = text.trim() === '' && calls.length === 0 && results.length === 0;
    return isEmpty ? [] : [{ role, text: text.trim() === '' ? '' : text, calls, results }];
  });
}

const idsIn = (message: Message | undefined, type: 'tool-call' | 'tool-result'): Set<string> =>
  new Set(message?.parts.flatMap((part) => (part.type === type ? [part.id] : [])));

const objectOf = (given: Json): JsonObject =>
  typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as JsonObject) : { value: given };

const textOf = (content: Json): string => (typeof content === 'string' ? content : JSON.stringify(content));
