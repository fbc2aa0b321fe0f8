import type { Signature } from '@trialogue/mlflow';
import { type Json, type JsonObject, type Policy, StrategyFailure, type StrategyProblem } from '@trialogue/plugin-api';
import { recordOf } from './record';
import { modelOf } from './scoring/served';
import { columnProblems, knownColumns, signatureProblems } from './signature-check';

/** The four forms of MLflow's scoring protocol: many records at once. */
export const forms = ['dataframe_records', 'dataframe_split', 'instances', 'inputs'] as const;
type Form = (typeof forms)[number];

export type ModelInput = { readonly features?: object; readonly known?: object } & {
  readonly [form in Form]?: unknown;
};

/** What the model is asked with: one record, or a body as it is sent. */
export type Asked = { readonly record: JsonObject } | { readonly body: JsonObject };

type Knows = Pick<Policy, 'reference' | 'inputs' | 'model'>;

const mostRecords = 10_000;
const mostProblems = 50;

/**
 * What a policy's model is asked with for an input, checked by the policy's inputs and by the signature, where it is known.
 * Throws BAD_USER_INPUT with everything that is wrong.
 */
export function askedWith(policy: Knows, signature: Signature | undefined, input: ModelInput): Asked {
  const given = (['features', ...forms] as const).filter((form) => input[form] !== undefined);
  const [form] = given;
  if (form === undefined || given.length > 1)
    throw refused([
      { path: [], message: `needs one of features, ${forms.join(', ')}; it has ${given.join(', ') || 'none'}` },
    ]);
  if (form === 'features') return { record: checkedRecord(policy, signature, input) };
  const value = input[form] as Json;
  const problems = formProblems(policy, signature, form, value);
  if (problems.length > 0) throw refused(problems);
  return { body: { [form]: value } };
}

function checkedRecord(policy: Knows, signature: Signature | undefined, input: ModelInput): JsonObject {
  const [features, known] = [input.features, input.known ?? {}] as [JsonObject, JsonObject];
  // A policy without inputs leaves them to the signature.
  const record =
    policy.inputs.length === 0
      ? { ...features, ...knownColumns(signature, known, features) }
      : recordOf(policy, features, known);
  const problems = signature ? signatureProblems(modelOf(policy), signature, record, ['features']) : [];
  if (problems.length > 0) throw refused(problems);
  return record;
}

function formProblems(policy: Knows, signature: Signature | undefined, form: Form, value: Json): StrategyProblem[] {
  if (form === 'dataframe_split') return splitProblems(policy, signature, value);
  if (form === 'inputs' && typeof value === 'object' && value !== null)
    return signature && isRecord(value)
      ? columnProblems(modelOf(policy), signature, Object.keys(value), ['inputs'])
      : [];
  if (!Array.isArray(value) || value.length === 0 || value.length > mostRecords)
    return [{ path: [form], message: `has to be a list of 1 to ${mostRecords}` }];
  return value.flatMap((record, index) => {
    const path = [form, index];
    if (isRecord(record)) return recordProblems(policy, signature, record, path);
    return form === 'dataframe_records' ? [{ path, message: 'has to be an object: one record' }] : [];
  });
}

function splitProblems(policy: Knows, signature: Signature | undefined, value: Json): StrategyProblem[] {
  const form = 'dataframe_split';
  const { columns, data } = isRecord(value) ? value : {};
  if (!Array.isArray(data) || data.length === 0 || data.length > mostRecords)
    return [{ path: [form, 'data'], message: `has to be a list of 1 to ${mostRecords} rows` }];
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === 'string'))
    return columns === undefined ? [] : [{ path: [form, 'columns'], message: 'has to be a list of names' }];
  return data.flatMap((row, index) => {
    const path = [form, 'data', index];
    if (!Array.isArray(row) || row.length !== columns.length)
      return [{ path, message: `has to be a list of ${columns.length}, one for each column` }];
    const record = Object.fromEntries(columns.map((name, column) => [name, row[column]!]));
    return recordProblems(policy, signature, record, path);
  });
}

/** With paths that begin at `path`. */
function recordProblems(
  policy: Knows,
  signature: Signature | undefined,
  record: JsonObject,
  path: readonly (string | number)[],
): StrategyProblem[] {
  const ofSignature = signature ? signatureProblems(modelOf(policy), signature, record, path) : [];
  if (policy.inputs.length === 0) return ofSignature;
  try {
    recordOf(policy, record, {}, path);
    return ofSignature;
  } catch (error) {
    if (error instanceof StrategyFailure && 'problems' in error.failure) return [...error.failure.problems];
    throw error;
  }
}

const isRecord = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refused = (problems: readonly StrategyProblem[]) =>
  new StrategyFailure({ code: 'BAD_USER_INPUT', problems: problems.slice(0, mostProblems) });
