import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, SyncArgs, VersionSourceInput } from '@trialogue/subgraph';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { FlowStatus } from './flow-version.entity';

@InputType()
export class FlowSourceInput extends VersionSourceInput {}

/** What a version says, whoever publishes it. */
@InputType()
export abstract class FlowVersionInput {
  @Field(() => String, { defaultValue: '' })
  description: string;

  @Field(() => FlowStatus, { defaultValue: FlowStatus.ACTIVE })
  status: FlowStatus;

  @Field(() => JsonObjectScalar, { description: 'States and slots, as a file in `flows/` says them.' })
  definition: JsonObject;
}

@InputType()
export class CreateFlowVersionInput extends FlowVersionInput {
  /** The flow's; the flow is created with its first version. */
  @Field(() => ID)
  flow: string;

  /** The next one unless given. */
  @Field(() => Int, { nullable: true })
  number?: number | null;
}

@InputType()
export class ApplyFlowVersionInput extends FlowVersionInput {
  @Field(() => Int)
  number: number;

  @Field(() => FlowSourceInput, { nullable: true })
  source?: FlowSourceInput;
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

@ArgsType()
export class SyncFlowsArgs extends SyncArgs {
  @Field(() => [ApplyFlowInput], {
    nullable: true,
    description: 'What files elsewhere say. Unless given, the files of the product’s own project are read.',
  })
  flows?: ApplyFlowInput[] | null;
}
