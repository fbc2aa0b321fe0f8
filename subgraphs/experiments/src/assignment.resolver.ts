import { Scoped, type SubgraphContext } from '@trialogue/subgraph';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Assignment, AssignmentOutcome } from './assignment';
import { AssignmentRequest } from './assignment.input';
import type { AssignmentService } from './assignment.service';
import { Experiment } from './experiment.entity';
import type { ExperimentLoaders } from './experiment.loader';

@Resolver(() => Assignment)
export class AssignmentResolver {
  constructor(private readonly service: AssignmentService) {}

  @Scoped('read', 'assign')
  @Query(() => Assignment, { description: 'What a unit would get, and why. Records nothing.' })
  assignment(@Args(() => AssignmentRequest) request: AssignmentRequest): Promise<Assignment> {
    return this.service.look(request);
  }

  @Scoped('assign')
  @Mutation(() => Assignment, { description: 'Assigns a unit and records its exposure, once.' })
  assign(@Args(() => AssignmentRequest) request: AssignmentRequest): Promise<Assignment> {
    return this.service.assign(request);
  }

  @Scoped('assign')
  @Mutation(() => [AssignmentOutcome], {
    description:
      'As `assign`, up to 1,000 at once: each its assignment or its error, in order. Exposures are recorded in one transaction.',
  })
  assignMany(@Arg('requests', () => [AssignmentRequest]) requests: AssignmentRequest[]): Promise<AssignmentOutcome[]> {
    return this.service.assignMany(requests);
  }

  /** Who may only assign serves the variant; what else is compared is not theirs to see. */
  @Scoped('read')
  @FieldResolver(() => Experiment)
  experiment(@Root() { experimentKey }: Assignment, @Ctx() { loaders }: SubgraphContext<ExperimentLoaders>) {
    return loaders.experiments.load(experimentKey);
  }
}
