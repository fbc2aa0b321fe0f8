import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType()
export class RejectedExposure {
  @Field(() => Int, { description: 'Its place in the list, from 0.' })
  index: number;

  @Field(() => String)
  code: string;

  @Field(() => String)
  message: string;
}

@ObjectType()
export class RecordedExposures {
  @Field(() => Int, { description: 'Recorded now.' })
  accepted: number;

  @Field(() => Int, { description: 'Recorded before.' })
  duplicates: number;

  @Field(() => [RejectedExposure], { description: 'Not recorded; sending them again changes nothing.' })
  rejected: RejectedExposure[];
}
