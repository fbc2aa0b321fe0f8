import { DateTimeScalar } from '@trialogue/subgraph';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

/** The variant of the experiments subgraph, by its key. */
@Directive('@key(fields: "experimentKey key", resolvable: false)')
@ObjectType()
export class Variant {
  @Field(() => ID)
  experimentKey: string;

  @Field(() => ID)
  key: string;
}

@ObjectType()
export class VariantResults {
  @Field(() => Variant)
  variant: Variant;

  @Field(() => Int, {
    description: 'Events of type `exposure`: units that met the variant, each once per allocation.',
  })
  exposures: number;

  @Field(() => Int, { description: 'Events of type `execution_completed`: executions that gave an answer.' })
  completions: number;

  @Field(() => Int, { description: 'Events of type `execution_failed`: executions that failed or were cancelled.' })
  failures: number;

  @Field(() => Int, {
    description:
      'Of the completions: those that the variant’s `fallback_variant` answered, because the variant itself could not.',
  })
  fallbacks: number;
}

@ObjectType()
export class ExperimentResults {
  @Field(() => [VariantResults], {
    description: 'One entry per variant, in the order of the experiment’s release; zeros where nothing has happened.',
  })
  variants: VariantResults[];

  @Field(() => DateTimeScalar, { description: 'Every event that was committed before this moment is counted.' })
  asOf: Date;

  @Field(() => Int, { description: 'How long ago that moment was.' })
  lagMs: number;
}

/** The experiment of the experiments subgraph; its results are contributed here. */
@Directive('@key(fields: "key")')
@ObjectType()
export class Experiment {
  @Field(() => ID)
  key: string;
}
