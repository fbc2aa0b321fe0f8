import type { Signature, SignatureColumn } from '@trialogue/mlflow';
import type { Json, JsonObject, StrategyProblem } from '@trialogue/plugin-api';

const isNumber = (value: Json) => typeof value === 'number';
const isWhole = (value: Json) => Number.isInteger(value);
const isText = (value: Json) => typeof value === 'string';
/** What MLflow takes for a column of each type (`_enforce_mlflow_datatype`); of one that is not here, anything. */
const checks: { readonly [type: string]: { readonly admits: (value: Json) => boolean; readonly words: string } } = {
  double: { admits: isNumber, words: 'a number' },
  float: { admits: isNumber, words: 'a number' },
  long: { admits: isWhole, words: 'a whole number' },
  integer: { admits: isWhole, words: 'a whole number' },
  string: { admits: isText, words: 'a text' },
  binary: { admits: isText, words: 'a text of base64' },
  datetime: { admits: isText, words: 'a text with a time' },
  boolean: { admits: (value) => typeof value === 'boolean', words: 'true or false' },
};

/** Types of columns that hold no value as NaN, NaT or None: MLflow takes `null` for them also where they are required. */
const takesNull = ['double', 'float', 'string', 'datetime', 'object'];

/** What a record lacks, has too much, or has of another type than the model's signature says. MLflow would refuse it, or ignore what is too much. */
export function signatureProblems(
  model: string,
  { inputs }: Signature,
  record: JsonObject,
  path: readonly (string | number)[],
): StrategyProblem[] {
  const columns = inputs.filter((column): column is SignatureColumn & { name: string } => column.name !== undefined);
  if (columns.length === 0) return [];
  const names = columns.map(({ name }) => name);
  const unknown = Object.keys(record).filter((name) => !names.includes(name));
  return [
    ...unknown.map((name) => ({
      path: [...path, name],
      message: `is no column of the model ${model}, whose signature has ${names.join(', ')}`,
    })),
    ...columns.flatMap(({ name, type, required = true }) => {
      const check = checks[type];
      const told = `the signature of ${model} says ${check?.words ?? type}`;
      if (!Object.hasOwn(record, name))
        return required ? [{ path: [...path, name], message: `is missing; ${told}` }] : [];
      const value = record[name]!;
      if (value === null ? !required || takesNull.includes(type) : !check || check.admits(value)) return [];
      return [{ path: [...path, name], message: `is ${shown(value)}; ${told}` }];
    }),
  ];
}

export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
