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
 * left out. Results stand right behind their calls, in one message or several.
 */
export function sentMessages({ messages, tools = [] }: Pick<SentRequest, 'messages' | 'tools'>): SentMessage[] {
  const isUsed = tools.length > 0;
  return messages.flatMap(({ role, parts }, place) => {
    const text = role === 'tool' ? '' : parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const answered = idsIn(resultsBehind(messages, place), 'tool-result');
    const called = idsIn(messages.slice(callsBefore(messages, place), place), 'tool-call');
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

/** The messages of results right behind a message: one for all calls, or one for each. */
function resultsBehind(messages: readonly Message[], place: number): readonly Message[] {
  const behind = messages.slice(place + 1);
  const end = behind.findIndex((message) => !hasResults(message));
  return end === -1 ? behind : behind.slice(0, end);
}

/** Where the message is that the results at a place answer. */
function callsBefore(messages: readonly Message[], place: number): number {
  let before = place - 1;
  while (before > 0 && hasResults(messages[before]!)) before -= 1;
  return Math.max(0, before);
}

const hasResults = ({ parts }: Message): boolean => parts.some(({ type }) => type === 'tool-result');

const idsIn = (messages: readonly Message[], type: 'tool-call' | 'tool-result'): Set<string> =>
  new Set(messages.flatMap(({ parts }) => parts.flatMap((part) => (part.type === type ? [part.id] : []))));

const objectOf = (given: Json): JsonObject =>
  typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as JsonObject) : { value: given };

const textOf = (content: Json): string => (typeof content === 'string' ? content : JSON.stringify(content));
