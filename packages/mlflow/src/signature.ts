import { parse } from 'yaml';

/** A named column of a data frame; MLflow's `ColSpec`. */
export interface SignatureColumn {
  /** Absent: the frame has no names. */
  readonly name?: string;
  /** `boolean`, `integer`, `long`, `float`, `double`, `string`, `binary`, `datetime`, `array`, `map`, `object`, `any`, or `tensor`. */
  readonly type: string;
  /** True unless told. */
  readonly required?: boolean;
  /** Of a tensor. */
  readonly 'tensor-spec'?: { readonly dtype: string; readonly shape: readonly number[] };
}

export interface SignatureParam {
  readonly name: string;
  readonly type: string;
  readonly default?: unknown;
  readonly shape?: readonly number[] | null;
}

/** What a model says that it takes and gives (https://mlflow.org/docs/latest/ml/model/signatures/). */
export interface Signature {
  readonly inputs: readonly SignatureColumn[];
  readonly outputs: readonly SignatureColumn[];
  readonly params: readonly SignatureParam[];
}

/** The signature in the text of a file `MLmodel`: YAML, with lists that are texts of JSON. Undefined: it has none. */
export function signatureIn(mlmodel: string): Signature | undefined {
  const file = parse(mlmodel) as { signature?: Readonly<Record<string, unknown>> | null } | null;
  const signature = file?.signature;
  if (!signature) return undefined;
  const list = (member: string) => {
    const text = signature[member];
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : [];
    return Array.isArray(value) ? value : [];
  };
  return { inputs: list('inputs'), outputs: list('outputs'), params: list('params') };
}
