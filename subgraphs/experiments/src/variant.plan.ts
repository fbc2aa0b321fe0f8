import { contentHash } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { below } from '@trialogue/subgraph';
import { type ConfigPlan, configProblems, planConfig } from '@trialogue/variant-config';

/** The strategy of a variant that is its value: nothing is executed. */
export const noStrategy = 'none';

/** Reads configs against what is published now: strategies, prompts, policies and flows, from the releases in memory. */
export class VariantPlanner {
  constructor(private readonly releases: Releases) {}

  /** Everything that would keep the config from being run. Paths begin at the config. */
  problems(config: JsonObject): Problem[] {
    return configProblems(config, this.releases);
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
    const plan = planConfig(config, this.releases);
    return value === null ? plan : { ...plan, arm: contentHash({ arm: plan.arm, value }) };
  }
}
