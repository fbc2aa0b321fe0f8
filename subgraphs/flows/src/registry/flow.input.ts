import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { Field, ID, InputType, Int } from 'type-graphql';
import { FlowStatus } from './flow-version.entity';

@InputType()
export class ApplyFlowVersionInput {
  @Field(() => Int)
  number: number;

  @Field(() => String, { defaultValue: '' })
  description: string;

  @Field(() => FlowStatus, { defaultValue: FlowStatus.ACTIVE })
  status: FlowStatus;

  @Field(() => JsonObjectScalar, { description: 'States and slots, as a file in `flows/` says them.' })
  definition: JsonObject;
}

/** A flow as a file describes it. Versions that it does not name stay as they are. */
@InputType()
export class ApplyFlowInput {
  @Field(() => ID)
  key: string;

  @Field(() => String, { defaultValue: '' })
  description: string;

  @Field(() => [ApplyFlowVersionInput])
  versions: ApplyFlowVersionInput[];
}
