import type { JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar, type SubgraphContext } from '@trialogue/subgraph';
import { Ctx, Field, FieldResolver, Float, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Experiment } from './experiment.entity';
import type { ExperimentLoaders } from './experiment.loader';
import { ExperimentBucketer, WhilePaused } from './experiment.rules.input';

@ObjectType({ description: 'What a unit must get in another experiment.' })
export class Prerequisite {
  experimentKey: string;

  @Field(() => [ID], { description: 'One of these, of that experiment.' })
  variants: readonly string[];
}

@ObjectType({ description: 'Units that are given a variant. They take no part in the comparison.' })
export class Override {
  @Field(() => ID)
  variant: string;

  @Field(() => [ID])
  units: readonly string[];
}

@ObjectType({ description: 'Units keep what they were exposed to first.' })
export class Sticky {
  @Field(() => Int, {
    nullable: true,
    description: 'Units that were exposed in an allocation before this one take no part any more.',
  })
  blockedBefore?: number;
}

@ObjectType({ description: 'From a time on, the share of units that take part.' })
export class RampStage {
  @Field(() => DateTimeScalar)
  from: Date;

  @Field(() => Float, { description: '0–1' })
  traffic: number;
}

@Resolver(() => Prerequisite)
export class PrerequisiteFields {
  @FieldResolver(() => Experiment, { nullable: true, description: 'Null when there is none of that key.' })
  experiment(
    @Root() { experimentKey }: Prerequisite,
    @Ctx() { loaders }: SubgraphContext<ExperimentLoaders>,
  ): Promise<Experiment | null> {
    return loaders.experiments.load(experimentKey);
  }
}

/** By which rules units get into an experiment. */
@Resolver(() => Experiment)
export class ExperimentRuleFields {
  @FieldResolver(() => ExperimentBucketer, { description: 'How units are hashed.' })
  bucketer(@Root() { rules: { bucketer } }: Experiment): ExperimentBucketer {
    return ExperimentBucketer[(bucketer ?? 'native').toUpperCase() as keyof typeof ExperimentBucketer];
  }

  @FieldResolver(() => String, { nullable: true, description: 'Who may take part, in CEL. Null: everybody.' })
  targeting(@Root() { rules: { targeting } }: Experiment): string | null {
    return targeting ?? null;
  }

  @FieldResolver(() => JsonObjectScalar, { description: 'What callers say of a unit: name → type.' })
  attributes(@Root() { rules: { attributes = {} } }: Experiment): JsonObject {
    return { ...attributes };
  }

  @FieldResolver(() => [Prerequisite], { description: 'Each of them must be met.' })
  prerequisites(@Root() { rules: { prerequisites = [] } }: Experiment): Prerequisite[] {
    return prerequisites.map(({ experiment: experimentKey, variants }) => ({ experimentKey, variants }));
  }

  @FieldResolver(() => [Override])
  overrides(@Root() { rules: { overrides = [] } }: Experiment): readonly Override[] {
    return overrides;
  }

  @FieldResolver(() => Sticky, { nullable: true, description: 'Null: what a unit was exposed to has no say.' })
  sticky(@Root() { rules: { sticky } }: Experiment): Sticky | null {
    return sticky ?? null;
  }

  @FieldResolver(() => WhilePaused)
  whilePaused(@Root() { rules: { whilePaused } }: Experiment): WhilePaused {
    return whilePaused === 'KEEP' ? WhilePaused.KEEP : WhilePaused.LOSE;
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'Units are assigned from then on.' })
  startsAt(@Root() { rules: { startsAt } }: Experiment): Date | null {
    return startsAt === undefined ? null : new Date(startsAt);
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'Nobody is assigned from then on.' })
  endsAt(@Root() { rules: { endsAt } }: Experiment): Date | null {
    return endsAt === undefined ? null : new Date(endsAt);
  }

  @FieldResolver(() => [RampStage], { description: 'The last stage that has begun replaces `traffic`.' })
  ramp(@Root() { rules: { ramp = [] } }: Experiment): RampStage[] {
    return ramp.map(({ from, traffic }) => ({ from: new Date(from), traffic }));
  }
}
