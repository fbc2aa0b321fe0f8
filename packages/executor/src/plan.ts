import type { ModelName } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';

/** What a variant executes. */
export interface VariantPlan {
  readonly strategy: string;
  /** The variant's whole config in normal form, references resolved. */
  readonly config: JsonObject;
  /** Reference in the config → hash of its release. */
  readonly pins: { readonly [reference: string]: string };
}

/** What is to be executed, resolved beforehand: it names nothing that could change between now and then. */
export interface ExecutionPlan extends VariantPlan {
  /** What is executed in its place when it fails before anything of it was shown: another variant's. */
  readonly fallback?: VariantPlan & { readonly variant: string };
  /** Absent outside of an experiment. */
  readonly arm?: {
    readonly experiment: string;
    readonly variant: string;
    readonly hash: string;
    readonly propensity: number;
  };
}

/** The model that is asked where one of the plan's cannot answer, if the variant names one. */
export const fallbackOf = ({ config }: Pick<ExecutionPlan, 'config'>): ModelName | undefined =>
  config.fallback_model as ModelName | undefined;
