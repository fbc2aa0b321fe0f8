import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { type ConfigPlan, configProblems, type ListedHeads, planConfig } from '@trialogue/variant-config';

/** Reads configs against what is published now: strategies, prompts, policies and flows, from the releases in memory, or as they would be. */
export class VariantPlanner {
  constructor(private readonly heads: ListedHeads) {}

  /** Everything that would keep the config from being run. Paths begin at the config. */
  problems(config: JsonObject): Problem[] {
    return configProblems(config, this.heads);
  }

  /** What a variant runs once its experiment has started. The config must have no problems. */
  plan(config: JsonObject): ConfigPlan {
    return planConfig(config, this.heads);
  }
}
