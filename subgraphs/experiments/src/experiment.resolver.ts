import {
  Applied,
  type Connection,
  connectionType,
  PlannedReleaseInput,
  Scoped,
  type SubgraphContext,
} from '@trialogue/subgraph';
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { ExperimentApply } from './experiment.apply';
import { Experiment, ExperimentStatus } from './experiment.entity';
import { ApplyExperimentInput, CreateExperimentInput, UpdateExperimentInput } from './experiment.input';
import type { ExperimentLoaders } from './experiment.loader';
import type { ExperimentService } from './experiment.service';

const ExperimentConnection = connectionType('Experiment', Experiment);

@Resolver()
export class ExperimentResolver {
  constructor(
    private readonly service: ExperimentService,
    private readonly applier: ExperimentApply,
  ) {}

  @Scoped('read')
  @Query(() => Experiment, { nullable: true })
  experiment(@Arg('key', () => ID) key: string, @Ctx() { loaders }: SubgraphContext<ExperimentLoaders>) {
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
  createExperiment(@Arg('input', () => CreateExperimentInput) input: CreateExperimentInput) {
    return this.service.create(input);
  }

  @Scoped('edit')
  @Mutation(() => Experiment, { description: 'A draft in everything; what has started in names and hypothesis.' })
  updateExperiment(
    @Arg('key', () => ID) key: string,
    @Arg('input', () => UpdateExperimentInput) input: UpdateExperimentInput,
  ) {
    return this.service.update(key, input);
  }

  @Scoped('edit')
  @Mutation(() => Experiment, { description: 'Starts a draft, or lets a paused experiment go on.' })
  startExperiment(@Arg('key', () => ID) key: string) {
    return this.service.start(key);
  }

  @Scoped('edit')
  @Mutation(() => Experiment, { description: 'Until it is started again, nobody gets a variant.' })
  pauseExperiment(@Arg('key', () => ID) key: string) {
    return this.service.pause(key);
  }

  @Scoped('edit')
  @Mutation(() => Experiment, { description: 'For good. With a winner, everybody gets that variant from now on.' })
  stopExperiment(
    @Arg('key', () => ID) key: string,
    @Arg('winner', () => ID, { nullable: true }) winner: string | null,
  ) {
    return this.service.stop(key, winner ?? null);
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description:
      'Brings the experiments to what files say, in one transaction; an entry that is refused changes nothing.',
  })
  applyExperiments(
    @Arg('experiments', () => [ApplyExperimentInput]) experiments: ApplyExperimentInput[],
    @Arg('dryRun', () => Boolean, { defaultValue: false, description: 'Answers the same, and nothing of it stays.' })
    dryRun: boolean,
    @Arg('assuming', () => [PlannedReleaseInput], {
      defaultValue: [],
      description: 'What dry runs of earlier lists would have published.',
    })
    assuming: PlannedReleaseInput[],
  ): Promise<Applied[]> {
    return this.applier.apply(experiments, { dryRun, assuming });
  }
}
