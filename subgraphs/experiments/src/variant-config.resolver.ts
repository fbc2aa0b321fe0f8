import type { JsonObject } from '@trialogue/plugin-api';
import {
  assumedHeads,
  JsonObjectScalar,
  PlannedReleaseInput,
  ProblemType,
  Scoped,
  toProblemType,
} from '@trialogue/subgraph';
import { type ListedHeads, normalizeConfig } from '@trialogue/variant-config';
import { Arg, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { VariantPlanner } from './variant.plan';

/** What is to be said of a variant's config before it is used. */
@ObjectType()
export class VariantConfigReport {
  @Field(() => Boolean)
  valid: boolean;

  @Field(() => String, { nullable: true })
  executionStrategy: string | null;

  @Field(() => JsonObjectScalar, { description: 'The config as it is kept today, whatever it was written for.' })
  normalForm: JsonObject;

  @Field(() => [ProblemType])
  problems: ProblemType[];
}

@Resolver()
export class VariantConfigResolver {
  constructor(private readonly heads: ListedHeads) {}

  @Scoped('read')
  @Query(() => VariantConfigReport, {
    description: 'Checks a variant config as starting would, legacy ones included, and shows its normal form.',
  })
  validateVariantConfig(
    @Arg('config', () => JsonObjectScalar) config: JsonObject,
    @Arg('assuming', () => [PlannedReleaseInput], {
      defaultValue: [],
      description: 'What dry runs of lists would have published.',
    })
    assuming: PlannedReleaseInput[],
  ): VariantConfigReport {
    const planner = new VariantPlanner(assumedHeads(this.heads, { dryRun: true, assuming }));
    const { executionStrategy = null, config: normalForm } = normalizeConfig(config);
    const problems = planner.problems(config).map(toProblemType);
    return { valid: problems.length === 0, executionStrategy, normalForm, problems };
  }
}
