/** What `assign` answers, as far as a flag is concerned. */
export const assignedFields = 'reason allocation release propensity variant { key value } trace { step }';

export interface Assigned {
  readonly reason: string;
  readonly allocation: number;
  readonly release: string;
  readonly propensity: number | null;
  readonly variant: { readonly key: string; readonly value: unknown } | null;
  readonly trace: readonly { readonly step: string }[];
}

/** A flag's evaluation (OFREP, `evaluationSuccess`). Without a `value` the application's own default is meant. */
export interface Evaluation {
  readonly key: string;
  readonly reason: string;
  readonly variant?: string;
  readonly value?: unknown;
  readonly metadata: { readonly [name: string]: string | number | boolean };
}

const disabled = new Set(['NOT_RUNNING', 'NOT_STARTED', 'ENDED']);

/** An assignment in the terms of OpenFeature: the experiment's key is the flag's, the variant's value is its value. */
export function evaluationOf(key: string, assigned: Assigned): Evaluation {
  const { variant, allocation, release } = assigned;
  const metadata = { release, allocation, assignmentReason: assigned.reason };
  if (!variant) return { key, reason: disabled.has(assigned.reason) ? 'DISABLED' : 'DEFAULT', metadata };
  const value = variant.value === null ? {} : { value: variant.value };
  return { key, reason: reasonOf(assigned), variant: variant.key, ...value, metadata };
}

/** OpenFeature's reasons (specification, "Types and Data Structures"): drawn by lot, given to some, given to all. */
function reasonOf({ reason, propensity, trace }: Assigned): string {
  if (reason === 'OVERRIDE') return 'TARGETING_MATCH';
  if (reason === 'STICKY' || propensity !== 1) return 'SPLIT';
  return trace.some(({ step }) => step === 'targeting') ? 'TARGETING_MATCH' : 'STATIC';
}
