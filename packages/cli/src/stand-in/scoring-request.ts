import { Refusal } from './refusal';

/** Values as they were sent, by the name of their column. */
export type Columns = Map<string, unknown[]>;

const forms = {
  dataframe_split: fromSplit,
  dataframe_records: fromRecords,
  instances: fromTensor,
  inputs: fromTensor,
};
type Form = keyof typeof forms;
const names = Object.keys(forms) as Form[];
const rule = `The input must be a JSON dictionary with exactly one of the input fields ${names.join(', ')}`;

/**
 * Reads the body of `POST /invocations` as MLflow's scoring protocol has it (version 2 and later, JSON only). `inputs`
 * are the model's: a bare list is the column of a model with one. `params` and unknown members are let be, as by MLflow
 * for a model whose signature has no params. Throws `Refusal`.
 */
export function readRequest(text: string, inputs: readonly string[]): Columns {
  const body = parse(text);
  if (!isRecord(body)) throw new Refusal('BAD_REQUEST', `Invalid input. ${rule}. Received ${kindOf(body)}.`);
  const [form, ...more] = names.filter((name) => Object.hasOwn(body, name));
  if (!form || more.length > 0) {
    const received = form ? [form, ...more].join(', ') : 'none';
    throw new Refusal('BAD_REQUEST', `${rule}. Received dictionary with input fields: ${received}.`);
  }
  return forms[form](body[form], inputs);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    throw new Refusal('BAD_REQUEST', `Invalid input. Ensure that input is a valid JSON formatted string. ${message}`);
  }
}

/** `{ columns, index, data }`, the rows in the order of the columns. */
function fromSplit(frame: unknown): Columns {
  if (!isRecord(frame))
    throw new Refusal(
      'BAD_REQUEST',
      `Invalid input. Dataframe split format must be a dictionary. Got ${kindOf(frame)}.`,
    );
  const { columns, data, index: _index, ...unknown } = frame;
  if (!Array.isArray(data) || Object.keys(unknown).length > 0)
    throw new Refusal(
      'BAD_REQUEST',
      "Invalid input. Dataframe split format must have 'data' field, a list, and optionally 'columns' and 'index' fields.",
    );
  if (!Array.isArray(columns)) return new Map();
  const wrong = data.find((row) => !Array.isArray(row) || row.length !== columns.length);
  if (wrong !== undefined)
    throw new Refusal(
      'BAD_REQUEST',
      `Invalid input. Provided dataframe_split field is not a valid dataframe representation in 'split' format. ${columns.length} columns passed, passed data had ${Array.isArray(wrong) ? `${wrong.length} columns` : kindOf(wrong)}.`,
    );
  return new Map(columns.map((name, place) => [String(name), data.map((row) => row[place])]));
}

/** `[{ column: value }]`; a column that some record has is empty in the others. */
function fromRecords(records: unknown): Columns {
  if (!Array.isArray(records))
    throw new Refusal(
      'BAD_REQUEST',
      `Invalid input. Dataframe records format must be a list of records. Got ${kindOf(records)}.`,
    );
  if (!records.every(isRecord)) return new Map();
  const columns = new Set(records.flatMap((record) => Object.keys(record)));
  return new Map([...columns].map((name) => [name, records.map((record) => own(record, name))]));
}

/** `[{ column: value }]`, `{ column: [value] }`, `{ column: value }`, or the only column's `[value]`. */
function fromTensor(tensor: unknown, inputs: readonly string[]): Columns {
  if (isRecord(tensor))
    return new Map(Object.entries(tensor).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));
  if (!Array.isArray(tensor)) return new Map();
  if (tensor.length > 0 && tensor.every(isRecord)) {
    const columns = new Set(tensor.flatMap((instance) => Object.keys(instance)));
    return new Map(
      [...columns].map((name) => [name, tensor.filter((one) => Object.hasOwn(one, name)).map((one) => one[name])]),
    );
  }
  if (tensor.some(Array.isArray)) throw new Refusal('INVALID_PARAMETER_VALUE', 'Expected one number for each row.');
  return inputs.length === 1 ? new Map([[inputs[0]!, tensor]]) : new Map();
}

const own = (record: Record<string, unknown>, name: string) => (Object.hasOwn(record, name) ? record[name] : null);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'a dictionary'
        : `a ${typeof value}`;
