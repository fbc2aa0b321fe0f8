import type { Logger, Message } from '@trialogue/plugin-api';
import type { ChatEvent, ChatRequest } from '../chat-model';

/** A message of one text part. */
export const say = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });

/** A request with one question, whatever else is not given. */
export const request = (provider: string, given: Partial<ChatRequest> = {}): ChatRequest => ({
  model: { provider, name: 'a-model' },
  messages: [say('user', 'What is for dinner?')],
  params: {},
  replies: [],
  signal: new AbortController().signal,
  ...given,
});

/** All pieces of text, all tool calls and the end, or what was thrown after the pieces. */
export async function collect(events: AsyncIterable<ChatEvent>) {
  const pieces: string[] = [];
  const calls: Omit<Extract<ChatEvent, { type: 'tool-call' }>, 'type'>[] = [];
  let end: Extract<ChatEvent, { type: 'end' }> | undefined;
  let error: any;
  try {
    for await (const event of events) {
      if (event.type === 'text') pieces.push(event.text);
      if (event.type === 'end') end = event;
      if (event.type !== 'tool-call') continue;
      const { type: _, ...call } = event;
      calls.push(call);
    }
  } catch (thrown) {
    error = thrown;
  }
  return { pieces, calls, text: pieces.join(''), end, error };
}

/** A logger that keeps its lines. */
export function memoryLogger(): Logger & { readonly lines: { level: string; data: object; text: string }[] } {
  const lines: { level: string; data: object; text: string }[] = [];
  const keep = (level: string) => (data: object, text: string) => void lines.push({ level, data, text });
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
