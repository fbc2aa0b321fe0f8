import { AssignmentReason } from '@trialogue/assignment';
import { DateTimeScalar } from '@trialogue/subgraph';
import { Field, ID, InputType, Int } from 'type-graphql';

/** An assignment that was made from a release, elsewhere. */
@InputType()
export class ExposureInput {
  @Field(() => ID)
  experiment: string;

  @Field(() => ID, { description: 'Hash of the release that decided.' })
  release: string;

  @Field(() => ID)
  unit: string;

  @Field(() => ID)
  variant: string;

  @Field(() => Int)
  allocation: number;

  @Field(() => AssignmentReason, { description: '`ASSIGNED` or `STICKY`: no other is part of the comparison.' })
  reason: AssignmentReason;

  @Field(() => DateTimeScalar, { description: 'When the unit was assigned. A time to come counts as now.' })
  at: Date;
}
