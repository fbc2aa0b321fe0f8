import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { ArgsType, Field, ID, InputType } from 'type-graphql';

@InputType()
@ArgsType()
export class AssignmentRequest {
  @Field(() => ID)
  experiment: string;

  @Field(() => ID)
  unit: string;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'What is known of the unit, for targeting: JSON of up to 64 KiB.',
  })
  attributes?: JsonObject;
}
