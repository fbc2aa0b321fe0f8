import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, Scoped, type SubgraphContext } from '@trialogue/subgraph';
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Assignment } from './assignment';
import type { AssignmentService } from './assignment.service';
import { Experiment } from './experiment.entity';
import type { ExperimentLoaders } from './experiment.loader';

@ArgsType()
class AssignmentArgs {
  @Field(() => ID)
  experiment: string;

  @Field(() => ID)
  unit: string;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'What is known of the unit.' })
  attributes?: JsonObject;
}

@Resolver(() => Assignment)
export class AssignmentResolver {
  constructor(private readonly service: AssignmentService) {}

  @Scoped('read', 'assign')
  @Query(() => Assignment, { description: 'What a unit would get, and why. Records nothing.' })
  assignment(@Args(() => AssignmentArgs) { experiment, unit, attributes }: AssignmentArgs): Promise<Assignment> {
    return this.service.look(experiment, unit, attributes ?? undefined);
  }

  @Scoped('assign')
  @Mutation(() => Assignment, { description: 'Assigns a unit and records its exposure, once.' })
  assign(@Args(() => AssignmentArgs) { experiment, unit, attributes }: AssignmentArgs): Promise<Assignment> {
    return this.service.assign(experiment, unit, attributes ?? undefined);
  }

  /** Who may only assign serves the variant; what else is compared is not theirs to see. */
  @Scoped('read')
  @FieldResolver(() => Experiment)
  experiment(@Root() { experimentKey }: Assignment, @Ctx() { loaders }: SubgraphContext<ExperimentLoaders>) {
    return loaders.experiments.load(experimentKey);
  }
}
