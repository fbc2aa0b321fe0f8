import type { JsonObject, Message } from '@trialogue/plugin-api';

/** What an answer has to be. */
export interface StructuredOutput {
  /** JSON Schema (2020-12) of an object. */
  readonly schema: JsonObject;
  /** What was wrong with the answer before. */
  readonly problem?: string;
}

/** The messages with the demand behind their first system messages, as a system message of its own. */
export function demandingOutput(messages: readonly Message[], { schema, problem }: StructuredOutput): Message[] {
  const demand = [
    'Answer with one JSON object that this JSON Schema accepts, and with nothing else: no explanation, no code fence.',
    JSON.stringify(schema),
    ...(problem === undefined ? [] : [correction(problem)]),
  ].join('\n\n');
  const behind = messages.findIndex(({ role }) => role !== 'system');
  const at = behind === -1 ? messages.length : behind;
  return [...messages.slice(0, at), said('system', demand), ...messages.slice(at)];
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
