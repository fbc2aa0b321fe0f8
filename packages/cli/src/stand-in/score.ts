import { type LinearModel, predict } from './linear-model';
import { Refusal } from './refusal';
import { type Columns, kindOf, readRequest } from './scoring-request';

/** Predictions for the body of `POST /invocations`, one for each row. Throws `Refusal`. */
export function score(model: LinearModel, text: string): number[] {
  const inputs = Object.keys(model.coefficients);
  const columns = readRequest(text, inputs);
  assertComplete(columns, inputs);
  const rows = columns.get(inputs[0]!)!.length;
  const numbers = inputs.map((name) => [name, columns.get(name)!.map((value) => asNumber(value, name))] as const);
  return predict(model, new Map(numbers), rows);
}

function assertComplete(columns: Columns, inputs: readonly string[]): void {
  const missing = inputs.filter((name) => !columns.has(name));
  const extra = [...columns.keys()].filter((name) => !inputs.includes(name));
  if (missing.length > 0)
    throw new Refusal(
      'INVALID_PARAMETER_VALUE',
      `Failed to enforce schema of data. Model is missing inputs ${list(missing)}.${extra.length > 0 ? ` Note that there were extra inputs: ${list(extra)}.` : ''}`,
    );
  const lengths = new Set([...columns.values()].map((values) => values.length));
  if (lengths.size > 1)
    throw new Refusal(
      'INVALID_PARAMETER_VALUE',
      'Failed to enforce schema of data. All columns must have the same length.',
    );
}

const list = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;

const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** As pandas makes a `double` of it: digits in a string count, true is 1, and nothing is not a number. */
function asNumber(value: unknown, column: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value === null) return Number.NaN;
  if (typeof value === 'string' && decimal.test(value)) return Number(value);
  const found = typeof value === 'string' ? `"${value.slice(0, 40)}"` : kindOf(value);
  throw new Refusal(
    'BAD_REQUEST',
    `Invalid input. Data is not compatible with model signature. Failed to convert column ${column} to type 'float64': ${found}.`,
  );
}

/** As Python writes it: what is not a number is `NaN` or `Infinity`, which JSON proper does not have. */
export const asAnswer = (predictions: readonly number[]): string => `{"predictions": [${predictions.join(', ')}]}`;
