import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { type ConfigPlan, configProblems, planConfig } from '@trialogue/variant-config';

/** Reads configs against what is published now: strategies, prompts, policies and flows, from the releases in memory. */
export class VariantPlanner {
  constructor(private readonly releases: Releases) {}

  /** Everything that would keep the config from being run. Paths begin at the config. */
  problems(config: JsonObject): Problem[] {
    return configProblems(config, this.releases);
  }

  /** What a variant runs once its experiment has started. The config must have no problems. */
  plan(config: JsonObject): ConfigPlan {
    return planConfig(config, this.releases);
  }
}
