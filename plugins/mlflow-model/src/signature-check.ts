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
  signature: Signature,
  record: JsonObject,
  path: readonly (string | number)[],
): StrategyProblem[] {
  const ofAnotherType = columnsIn(signature).flatMap((column) => {
    const { name, type, required = true } = column;
    if (!Object.hasOwn(record, name)) return [];
    const value = record[name]!;
    const check = checks[type];
    if (value === null ? !required || takesNull.includes(type) : !check || check.admits(value)) return [];
    return [{ path: [...path, name], message: `is ${shown(value)}; ${said(model, column)}` }];
  });
  return [...columnProblems(model, signature, Object.keys(record), path), ...ofAnotherType];
}

/** The same of the names of columns alone. */
export function columnProblems(
  model: string,
  signature: Signature,
  given: readonly string[],
  path: readonly (string | number)[],
): StrategyProblem[] {
  const columns = columnsIn(signature);
  if (columns.length === 0) return [];
  const names = columns.map(({ name }) => name);
  const unknown = given.filter((name) => !names.includes(name));
  const missing = columns.filter(({ name, required = true }) => required && !given.includes(name));
  return [
    ...unknown.map((name) => ({
      path: [...path, name],
      message: `is no column of the model ${model}, whose signature has ${names.join(', ')}`,
    })),
    ...missing.map((column) => ({ path: [...path, column.name], message: `is missing; ${said(model, column)}` })),
  ];
}

/** Of what is known, what a signature has columns for and the features lack. */
export function knownColumns(signature: Signature | undefined, known: JsonObject, features: JsonObject): JsonObject {
  const names = signature ? columnsIn(signature).map(({ name }) => name) : [];
  const has = (values: JsonObject, name: string) => Object.hasOwn(values, name) && values[name] !== null;
  return Object.fromEntries(
    names.filter((name) => has(known, name) && !has(features, name)).map((name) => [name, known[name]!]),
  );
}

type NamedColumn = SignatureColumn & { readonly name: string };

const columnsIn = ({ inputs }: Signature): NamedColumn[] =>
  inputs.filter((column): column is NamedColumn => column.name !== undefined);

const said = (model: string, { type }: NamedColumn): string =>
  `the signature of ${model} says ${checks[type]?.words ?? type}`;

export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
