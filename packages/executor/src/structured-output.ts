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
    ...(problem === undefined
      ? []
      : [`Your last answer was refused: ${problem}`, 'Answer again, without that mistake.']),
  ].join('\n\n');
  const behind = messages.findIndex(({ role }) => role !== 'system');
  const at = behind === -1 ? messages.length : behind;
  const told: Message = { role: 'system', parts: [{ type: 'text', text: demand }] };
  return [...messages.slice(0, at), told, ...messages.slice(at)];
}
