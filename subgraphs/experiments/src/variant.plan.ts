import { contentHash } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { below } from '@trialogue/subgraph';
import { type ConfigPlan, configProblems, type ListedHeads, planConfig } from '@trialogue/variant-config';

/** The strategy of a variant that is its value: nothing is executed. */
export const noStrategy = 'none';

/** Reads configs against strategies, prompts, policies and flows as they are published now, or would be. */
export class VariantPlanner {
  constructor(private readonly heads: ListedHeads) {}

  /** Everything that would keep the config from being run. Paths begin at the config. */
  problems(config: JsonObject): Problem[] {
    return configProblems(config, this.heads);
  }

  /** The same of an experiment's variants, in order; null: one that runs nothing. */
  variantProblems(configs: readonly (JsonObject | null)[]): Problem[] {
    return configs.flatMap((config, index) =>
      config === null ? [] : this.problems(config).map(below('variants', index, 'config')),
    );
  }

  /**
   * What a variant runs once its experiment has started. Its config, if it has one, must have no problems. A value is
   * part of the arm: who gets another one is treated otherwise.
   */
  plan({ config, value }: { readonly config: JsonObject | null; readonly value: Json }): ConfigPlan {
    if (config === null) return { config: {}, pins: {}, arm: contentHash({ strategy: { name: noStrategy }, value }) };
    const plan = planConfig(config, this.heads);
    return value === null ? plan : { ...plan, arm: contentHash({ arm: plan.arm, value }) };
  }
}
