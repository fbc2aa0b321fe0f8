/**
 * Where a promotion stands. PROMOTING and ROLLING_BACK are written before MLflow is asked to move the alias, so that a
 * process that dies in between leaves a promotion that another one completes.
 */
export type PromotionStatus =
  | 'PROPOSED'
  | 'BLOCKED'
  | 'PROMOTING'
  | 'PROMOTED'
  | 'REJECTED'
  | 'ROLLING_BACK'
  | 'ROLLED_BACK'
  | 'FAILED';

/** What is demanded of a version before it is promoted. Absent: not demanded. */
export interface Demands {
  /** Of the run that the version comes from: exactly one of the three. */
  readonly metric?: {
    readonly name: string;
    readonly atLeast?: number;
    readonly atMost?: number;
    /** Than that of the version that the alias stands for. */
    readonly betterThanCurrent?: 'HIGHER' | 'LOWER';
  };
  /** The experiment was stopped, and its winner predicts with this version. */
  readonly decision?: boolean;
  readonly guardrails?: {
    /** Largest share of failures among the version's executions in the experiment, 0–1. */
    readonly failureRate: number;
    /** Executions that it takes to tell. */
    readonly minExecutions: number;
  };
}

/** What rolls a promotion back by itself. */
export interface Watch {
  readonly experiment: string;
  /** Share of failures among the executions since the promotion, 0–1, above which it is rolled back. */
  readonly failureRate: number;
  readonly minExecutions: number;
  readonly forMinutes: number;
  /** What had been counted when it was approved. */
  readonly before?: Executions;
}

export interface Executions {
  readonly completions: number;
  readonly failures: number;
  /** Of the completions: those that another variant answered in its place. */
  readonly fallbacks: number;
}

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** Why it is not. */
  readonly reason: string | null;
  readonly observed: string | null;
  readonly required: string | null;
}

export interface VariantFacts extends Executions {
  readonly variant: string;
  /** `name/version` of the model version that it predicts with. */
  readonly model: string | null;
  readonly exposures: number;
}

/** What the graph said of an experiment at one moment. */
export interface ExperimentFacts {
  readonly experiment: string;
  readonly status: string;
  readonly release: string | null;
  /** Key of the variant that it was stopped with. */
  readonly winner: string | null;
  readonly variants: readonly VariantFacts[];
  /** ISO-8601 UTC: every event before it is counted. */
  readonly asOf: string;
}

/** What a decision was made with. */
export interface Snapshot {
  readonly at: string;
  readonly metrics: { readonly [name: string]: number };
  readonly experiment: ExperimentFacts | null;
}

export interface Act {
  readonly act: 'PROPOSE' | 'APPROVE' | 'REJECT' | 'PROMOTE' | 'ROLL_BACK' | 'ROLLED_BACK' | 'FAIL';
  readonly by: string;
  readonly at: string;
  readonly comment: string | null;
}

/** A model version on its way to an alias: plain JSON, kept as one record. */
export interface Promotion {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly alias: string;
  /** The version that the alias stood for when this was proposed; null: there was no such alias. */
  readonly from: string | null;
  readonly status: PromotionStatus;
  /** Why it is blocked, failed, rejected, rolled back or not finished yet. */
  readonly reason: string | null;
  readonly experiment: string | null;
  readonly demands: Demands;
  readonly watch: Watch | null;
  readonly checks: readonly Check[];
  readonly snapshot: Snapshot;
  /** Oldest first. */
  readonly history: readonly Act[];
}

/** As it is with one more act at its end. */
export const withAct = (promotion: Promotion, act: Act, change: Partial<Promotion>): Promotion => ({
  ...promotion,
  ...change,
  history: [...promotion.history, act],
});

export const isThis = ({ model, version }: Pick<Promotion, 'model' | 'version'>, id: string | null): boolean =>
  id === `${model}/${version}`;

/** What the variants with this version have executed, together. */
export function executionsOf(promotion: Pick<Promotion, 'model' | 'version'>, facts: ExperimentFacts): Executions {
  const own = facts.variants.filter(({ model }) => isThis(promotion, model));
  const sum = (member: keyof Executions) => own.reduce((total, variant) => total + variant[member], 0);
  return { completions: sum('completions'), failures: sum('failures'), fallbacks: sum('fallbacks') };
}
