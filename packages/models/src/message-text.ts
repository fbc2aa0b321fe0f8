import type { Message } from '@trialogue/plugin-api';

export interface TextMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

/** The messages reduced to what every provider takes: text with a role. Those without text are left out. */
export function textMessages(messages: readonly Message[]): TextMessage[] {
  return messages.flatMap(({ role, parts }) => {
    const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    return role === 'tool' || text.trim() === '' ? [] : [{ role, text }];
  });
}

/** The same as a message of one part. */
export const messageOf = ({ role, text }: TextMessage): Message => ({ role, parts: [{ type: 'text', text }] });
