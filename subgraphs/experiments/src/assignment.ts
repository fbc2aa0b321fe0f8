import { AssignmentReason } from '@trialogue/assignment';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Variant } from './variant.entity';

registerEnumType(AssignmentReason, { name: 'AssignmentReason' });

@ObjectType()
export class AssignmentStep {
  @Field(() => String)
  step: string;

  @Field(() => String, { description: 'For people; not to be parsed.' })
  outcome: string;

  @Field(() => Float, { nullable: true })
  bucket?: number;
}

/** What a unit gets in an experiment, and why. */
@ObjectType()
export class Assignment {
  experimentKey: string;

  @Field(() => ID)
  unit: string;

  @Field(() => Variant, { nullable: true })
  variant: Variant | null;

  @Field(() => Boolean, { description: 'The unit is part of the comparison.' })
  inExperiment: boolean;

  @Field(() => AssignmentReason)
  reason: AssignmentReason;

  @Field(() => Int, {
    description: 'The allocation that an exposure belongs to; of a unit that is kept, the one in which it was exposed.',
  })
  allocation: number;

  @Field(() => ID, { description: 'Hash of the release that decided.' })
  release: string;

  @Field(() => Float, { nullable: true, description: 'The bucket that chose the variant, in [0, 1).' })
  bucket: number | null;

  @Field(() => Float, { nullable: true, description: 'Probability of this variant for a unit that takes part.' })
  propensity: number | null;

  @Field(() => [AssignmentStep], { description: 'Each step that was looked at, in order: why this variant?' })
  trace: readonly AssignmentStep[];

  @Field(() => Boolean, { description: 'The database is away; this is what was known last.' })
  stale: boolean;
}

/** Why one of many was not assigned. */
@ObjectType()
export class AssignmentError {
  @Field(() => String)
  code: string;

  @Field(() => String)
  message: string;

  @Field(() => Boolean, { description: 'The same request may succeed later, unchanged.' })
  retryable: boolean;
}

/** What became of one of many: an assignment or an error. */
@ObjectType()
export class AssignmentOutcome {
  @Field(() => Assignment, { nullable: true })
  assignment: Assignment | null;

  @Field(() => AssignmentError, { nullable: true })
  error: AssignmentError | null;
}
