import type { JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar, Scoped, type SubgraphContext } from '@trialogue/subgraph';
import { Arg, Ctx, Field, FieldResolver, Float, ID, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { AllocateInput } from './experiment.allocator.input';
import type { AllocatorRule } from './experiment.allocator.rule';
import { Experiment } from './experiment.entity';
import type { ExperimentLoaders } from './experiment.loader';
import type { ExperimentService } from './experiment.service';

type Context = SubgraphContext<ExperimentLoaders>;

@ObjectType({ description: 'What the variants are judged by.' })
export class AllocatorOutcome {
  @Field(() => String, { description: 'Type of the events that count, from a unit’s exposure on.' })
  event: string;

  @Field(() => String, { nullable: true, description: 'Path of a number in their data. Null: a unit counts 1.' })
  value?: string;
}

/** Who chooses the weights; what they were and became is in the experiment's history. */
@ObjectType({
  description: 'Who chooses the weights while the experiment runs. Its choices are in `history`: ALLOCATE.',
})
export class ExperimentAllocator {
  /** Of the experiment. */
  key: string;

  @Field(() => ID)
  name: string;

  @Field(() => JsonObjectScalar)
  options: JsonObject;

  @Field(() => AllocatorOutcome)
  outcome: AllocatorRule['outcome'];

  @Field(() => String, { description: 'ISO 8601 duration.' })
  every: string;

  @Field(() => Int, { description: 'Units that each variant has before weights are changed.' })
  minUnits: number;

  @Field(() => Float, { description: 'No weight falls below it: 0–1, where all sum to 1.' })
  floor: number;
}

@Resolver(() => ExperimentAllocator)
export class ExperimentAllocatorFields {
  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'Null: never yet.' })
  async lastRunAt(@Root() { key }: ExperimentAllocator, @Ctx() { loaders }: Context): Promise<Date | null> {
    return (await loaders.allocatorRuns.load(key))?.lastAt ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why the last run failed, or could not choose yet; null when all is well.',
  })
  async lastProblem(@Root() { key }: ExperimentAllocator, @Ctx() { loaders }: Context): Promise<string | null> {
    return (await loaders.allocatorRuns.load(key))?.lastProblem ?? null;
  }

  @FieldResolver(() => Int, { description: 'Runs that failed, one after the other, until now.' })
  async failures(@Root() { key }: ExperimentAllocator, @Ctx() { loaders }: Context): Promise<number> {
    return (await loaders.allocatorRuns.load(key))?.failures ?? 0;
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true, description: 'After a failure: when it is tried again.' })
  async retryAt(@Root() { key }: ExperimentAllocator, @Ctx() { loaders }: Context): Promise<Date | null> {
    return (await loaders.allocatorRuns.load(key))?.retryAt ?? null;
  }
}

@Resolver(() => Experiment)
export class AllocationResolver {
  constructor(private readonly service: ExperimentService) {}

  @FieldResolver(() => ExperimentAllocator, { nullable: true, description: 'Null: weights are as people wrote them.' })
  allocator(@Root() { key, rules: { allocator } }: Experiment): ExperimentAllocator | null {
    return allocator ? { key, ...allocator } : null;
  }

  @Scoped('edit')
  @Mutation(() => Experiment, {
    description:
      'Other weights for an experiment that runs, as its allocator chose them: a new allocation, at most every 10 seconds.',
  })
  allocate(@Arg('input', () => AllocateInput) input: AllocateInput, @Ctx() { caller }: Context): Promise<Experiment> {
    return this.service.allocate(input, { by: caller.subject });
  }
}
