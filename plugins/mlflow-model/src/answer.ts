import { type Failure, type Json, type JsonObject, StrategyFailure } from '@trialogue/plugin-api';

/** Statuses with which a server, or a proxy before it, says that it cannot answer now. */
const notNow = [408, 425, 429, 502, 503, 504];
const longest = 300;
/** Levels of a prediction. */
const deepest = 16;

/** The one prediction in a scoring server's answer. Throws MODEL_FAILED or MODEL_UNAVAILABLE. */
export function predictionIn(model: string, status: number, text: string): Json {
  const fails = (reason: string, code: 'MODEL_FAILED' | 'MODEL_UNAVAILABLE' = 'MODEL_FAILED') =>
    new StrategyFailure({ code, model, reason } satisfies Failure);
  if (status < 200 || status > 299)
    throw fails(refusal(status, text), notNow.includes(status) ? 'MODEL_UNAVAILABLE' : 'MODEL_FAILED');
  const { predictions = null } = objectIn(text) ?? {};
  if (predictions === null) throw fails('it answered something without `predictions`');
  const given = Array.isArray(predictions) ? predictions : [predictions];
  if (given.length !== 1) throw fails(`it gave ${given.length} predictions for one record`);
  const problem = given[0] === null ? 'is null' : unusable(given[0] as Json, deepest);
  if (problem) throw fails(`its prediction ${problem}`);
  return given[0] as Json;
}

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
