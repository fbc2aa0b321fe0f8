import { isDeepStrictEqual } from 'node:util';
import { type Json, type JsonObject, type Policy, StrategyFailure } from '@trialogue/plugin-api';

/** What became of asking one model. */
export type Outcome = { readonly latencyMs: number } & ({ readonly answer: Json } | { readonly error: unknown });

/** One that says something of the model: it answered or failed, and was not cut short by whoever asked. */
export type Told =
  | Exclude<Outcome, { readonly error: unknown }>
  | { readonly latencyMs: number; readonly error: StrategyFailure };

export const isTold = (outcome: Outcome): outcome is Told =>
  'answer' in outcome || outcome.error instanceof StrategyFailure;

/** Characters of JSON; a larger prediction is compared, and not told. */
const longest = 2_000;

/** The data of an event `shadow_scored`: who answered what, and how far apart they are. */
export function compared(champion: Policy, its: Told, challenger: Policy, other: Told): JsonObject {
  const both = 'answer' in its && 'answer' in other ? ([its.answer, other.answer] as const) : undefined;
  const isNumeric = both?.every((answer) => typeof answer === 'number');
  return {
    champion: told(champion, its),
    challenger: told(challenger, other),
    equal: both !== undefined && isDeepStrictEqual(both[0], both[1]),
    ...(isNumeric && { difference: (both![1] as number) - (both![0] as number) }),
  };
}

const told = ({ reference, model }: Policy, outcome: Told): JsonObject => ({
  policy: reference,
  model: model.name,
  version: model.version,
  latencyMs: Math.round(outcome.latencyMs * 10) / 10,
  ...('answer' in outcome ? { ...shortOnly(outcome.answer) } : failureIn(outcome.error)),
});

const shortOnly = (answer: Json): JsonObject =>
  JSON.stringify(answer).length <= longest ? { prediction: answer } : {};

const failureIn = ({ failure, message }: StrategyFailure): JsonObject => ({
  ...{ failure: failure.code, reason: message.slice(0, longest) },
});
