import type { JsonObject, Message } from '@trialogue/plugin-api';

/** What an answer has to be. */
export interface StructuredOutput {
  /** JSON Schema (2020-12) of an object. */
  readonly schema: JsonObject;
  /** What was wrong with the answer before. */
  readonly problem?: string;
}

/** The messages with what was wrong with an answer before, which is not among them, behind their first system messages. */
export function correctedBefore(messages: readonly Message[], problem: string | undefined): readonly Message[] {
  if (problem === undefined) return messages;
  const behind = messages.findIndex(({ role }) => role !== 'system');
  const at = behind === -1 ? messages.length : behind;
  return [...messages.slice(0, at), said('system', correction(problem)), ...messages.slice(at)];
}

/** The messages with an answer that was refused behind them, and what was wrong with it. */
export const correcting = (messages: readonly Message[], answer: string, problem: string): Message[] => [
  ...messages,
  ...(answer.trim() === '' ? [] : [said('assistant', answer)]),
  said('user', correction(problem)),
];

const correction = (problem: string) =>
  `Your last answer was refused: ${problem}\n\nAnswer again, without that mistake.`;

const said = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });
