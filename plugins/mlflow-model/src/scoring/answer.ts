import { type Failure, type Json, type JsonObject, StrategyFailure } from '@trialogue/plugin-api';
import type { Answered } from './connections';

/** Statuses with which a server, or a proxy before it, says that it cannot answer now. */
const notNow = [408, 425, 429, 502, 503, 504];
const longest = 300;
/** Levels of a prediction. */
const deepest = 16;

/** Whether a server, or a proxy before it, says that it cannot answer now. */
export const isNotNow = (status: number): boolean => notNow.includes(status);

/** Whether the server was asked and did not like what it was asked, or answered what is of no use. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof StrategyFailure && error.failure.code === 'MODEL_FAILED';

/** The one prediction in a scoring server's answer. Throws MODEL_FAILED or MODEL_UNAVAILABLE. */
export function onePrediction(model: string, answered: Answered): Json {
  const [prediction] = predictionsOf(model, answered, 1);
  if (prediction instanceof StrategyFailure) throw prediction;
  return prediction!;
}

/** The predictions for so many records, in their order: of each its own, or why it is of no use. Throws as `onePrediction`. */
export function predictionsOf(model: string, answered: Answered, records: number): (Json | StrategyFailure)[] {
  const predictions = predictionsIn(model, answered);
  const given = Array.isArray(predictions) ? predictions : [predictions];
  const wanted = records === 1 ? 'one record' : `${records} records`;
  if (given.length !== records) throw failed(model, `it gave ${given.length} predictions for ${wanted}`);
  return given.map((prediction) => {
    const problem = prediction === null ? 'is null' : unusable(prediction, deepest);
    return problem ? failed(model, `its prediction ${problem}`) : prediction;
  });
}

/** What a scoring server's answer has as `predictions`. Throws MODEL_FAILED or MODEL_UNAVAILABLE. */
export function predictionsIn(model: string, { status, text }: Answered): Json {
  if (status < 200 || status > 299)
    throw failed(model, refusal(status, text), isNotNow(status) ? 'MODEL_UNAVAILABLE' : 'MODEL_FAILED');
  const { predictions = null } = objectIn(text) ?? {};
  if (predictions !== null) return predictions;
  const reason = isPython(text)
    ? 'one of its predictions is NaN or infinite'
    : 'it answered something without `predictions`';
  throw failed(model, reason);
}

/** Whether it is an object of JSON but for numbers as Python writes them and JSON has them not. */
const isPython = (text: string): boolean =>
  objectIn(text) === undefined && objectIn(text.replace(/-?\b(?:NaN|Infinity)\b/g, '0'))?.predictions !== undefined;

/** Throws MODEL_FAILED for predictions that cannot be passed on as they are. */
export function passedOn(model: string, predictions: Json): Json {
  // A list of records, and what is in each, come on top.
  const problem = unusable(predictions, deepest + 2);
  if (problem) throw failed(model, `one of its predictions ${problem}`);
  return predictions;
}

const failed = (model: string, reason: string, code: 'MODEL_FAILED' | 'MODEL_UNAVAILABLE' = 'MODEL_FAILED') =>
  new StrategyFailure({ code, model, reason } satisfies Failure);

/** Why a prediction cannot be passed on as it is; undefined when it can. */
function unusable(value: Json, levels: number): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'is too large for a number';
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
    return 'is a text that is not Unicode';
  if (typeof value !== 'object' || value === null) return undefined;
  if (levels === 0) return `is nested more than ${deepest} deep`;
  for (const part of Object.values(value)) {
    const problem = unusable(part as Json, levels - 1);
    if (problem) return problem;
  }
  return undefined;
}

/** With what MLflow says beside the status: `error_code` and `message`, on one line, without what Python adds. */
function refusal(status: number, text: string): string {
  const { error_code: code, message } = objectIn(text) ?? {};
  const said = typeof message === 'string' ? withoutTrace(message) : '';
  return [`it answered ${status}`, typeof code === 'string' && ` ${cut(code)}`, said && `: ${said}`]
    .filter(Boolean)
    .join('')
    .replace(/[.\s]+$/, '');
}

const withoutTrace = (message: string): string =>
  cut(
    message
      .split(/Traceback \(most recent call last\)|stack ?trace:/i, 1)[0]!
      .replace(/\s+/g, ' ')
      .trim(),
  );

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
