import { Applied, type Connection, connectionType, Scoped, type SubgraphContext, TrialArgs } from '@trialogue/subgraph';
import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { ExperimentApply } from './experiment.apply';
import { Experiment, ExperimentStatus } from './experiment.entity';
import { ApplyExperimentInput, CreateExperimentInput, UpdateExperimentInput } from './experiment.input';
import type { ExperimentLoaders } from './experiment.loader';
import type { ExperimentService } from './experiment.service';

const ExperimentConnection = connectionType('Experiment', Experiment);

type Context = SubgraphContext<ExperimentLoaders>;

/** On what is acted. */
@ArgsType()
class ActArgs {
  @Field(() => ID)
  key: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The `version` that was read: after a change since then, nothing is done.',
  })
  version?: number | null;
}

@ArgsType()
class StopArgs extends ActArgs {
  @Field(() => ID, { nullable: true })
  winner?: string | null;
}

@Resolver()
export class ExperimentResolver {
  constructor(
    private readonly service: ExperimentService,
    private readonly applier: ExperimentApply,
  ) {}

  @Scoped('read')
  @Query(() => Experiment, { nullable: true })
  experiment(@Arg('key', () => ID) key: string, @Ctx() { loaders }: Context) {
    return loaders.experiments.load(key);
  }

  @Scoped('read')
  @Query(() => ExperimentConnection)
  experiments(
    @Arg('status', () => ExperimentStatus, { nullable: true }) status: ExperimentStatus | null,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Connection<Experiment>> {
    return this.service.list(first, status ?? undefined, after ?? undefined);
  }

  @Scoped('edit')
  @Mutation(() => Experiment)
  createExperiment(
    @Arg('input', () => CreateExperimentInput) input: CreateExperimentInput,
    @Ctx() { caller }: Context,
  ) {
    return this.service.create(input, { by: caller.subject });
  }

  @Scoped('edit')
  @Mutation(() => Experiment, {
    description: 'A draft like it under another key. It shares no salt: who gets what is drawn anew.',
  })
  duplicateExperiment(
    @Args(() => ActArgs) { key, version }: ActArgs,
    @Arg('as', () => ID) as: string,
    @Ctx() { caller }: Context,
  ) {
    return this.service.duplicate(key, as, { by: caller.subject, version });
  }

  @Scoped('edit')
  @Mutation(() => Experiment, {
    description:
      'A draft in everything. What has started keeps its variants and what they run; another share, other weights or rules are a new allocation.',
  })
  updateExperiment(
    @Arg('key', () => ID) key: string,
    @Arg('input', () => UpdateExperimentInput) input: UpdateExperimentInput,
    @Ctx() { caller }: Context,
  ) {
    return this.service.update(key, input, { by: caller.subject, version: input.version });
  }

  @Scoped('edit')
  @Mutation(() => Experiment, { description: 'Starts a draft, or lets a paused experiment go on.' })
  startExperiment(@Args(() => ActArgs) { key, version }: ActArgs, @Ctx() { caller }: Context) {
    return this.service.start(key, { by: caller.subject, version });
  }

  @Scoped('edit')
  @Mutation(() => Experiment, {
    description:
      'Until it is started again, nobody gets a variant; with `whilePaused: KEEP` exposed units keep theirs.',
  })
  pauseExperiment(@Args(() => ActArgs) { key, version }: ActArgs, @Ctx() { caller }: Context) {
    return this.service.pause(key, { by: caller.subject, version });
  }

  @Scoped('edit')
  @Mutation(() => Experiment, {
    description: 'For good. With a winner, everybody who is targeted gets that variant from now on.',
  })
  stopExperiment(@Args(() => StopArgs) { key, winner, version }: StopArgs, @Ctx() { caller }: Context) {
    return this.service.stop(key, winner ?? null, { by: caller.subject, version });
  }

  @Scoped('edit')
  @Mutation(() => Experiment, {
    description:
      'Puts a draft or a stopped experiment away, for good. Nobody gets a winner of it any more; its results stay.',
  })
  archiveExperiment(@Args(() => ActArgs) { key, version }: ActArgs, @Ctx() { caller }: Context) {
    return this.service.archive(key, { by: caller.subject, version });
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description:
      'Brings the experiments to what files say, in one transaction; an entry that is refused changes nothing.',
  })
  applyExperiments(
    @Arg('experiments', () => [ApplyExperimentInput]) experiments: ApplyExperimentInput[],
    @Arg('rerandomise', () => Boolean, {
      defaultValue: false,
      description: 'Whether who gets what in a running experiment may be drawn again.',
    })
    rerandomise: boolean,
    @Args() trial: TrialArgs,
    @Ctx() { caller }: Context,
  ) {
    return this.applier.apply(experiments, caller.subject, trial, rerandomise);
  }
}
