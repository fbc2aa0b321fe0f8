import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { Field, ID, InputType, Int } from 'type-graphql';
import { PolicyInputType, PolicyStatus } from './policy-version.entity';

@InputType()
export class ApplyPolicyColumnInput {
  @Field(() => String)
  name: string;

  @Field(() => PolicyInputType)
  type: PolicyInputType;

  @Field(() => Boolean, { defaultValue: false })
  required: boolean;

  @Field(() => String, { nullable: true })
  description?: string | null;
}

@InputType()
export class ApplyPolicyVersionInput {
  @Field(() => Int)
  number: number;

  /** Another name of the version, which it keeps; as it is unless given. */
  @Field(() => ID, { nullable: true })
  alias?: string | null;

  @Field(() => String, { defaultValue: '' })
  description: string;

  @Field(() => PolicyStatus, { defaultValue: PolicyStatus.ACTIVE })
  status: PolicyStatus;

  @Field(() => String)
  modelName: string;

  @Field(() => String)
  modelVersion: string;

  /** URL of the scoring server, or `standin:MODEL`. */
  @Field(() => String)
  endpoint: string;

  @Field(() => [ApplyPolicyColumnInput])
  inputs: ApplyPolicyColumnInput[];

  /** None unless given. (A default of a JSON scalar cannot be introspected.) */
  @Field(() => JsonObjectScalar, { nullable: true })
  params?: JsonObject | null;

  @Field(() => Int, { defaultValue: 10_000 })
  timeoutMs: number;
}

/** A policy as a file describes it. Versions that it does not name stay as they are. */
@InputType()
export class ApplyPolicyInput {
  @Field(() => ID)
  name: string;

  @Field(() => String, { defaultValue: '' })
  description: string;

  @Field(() => [ApplyPolicyVersionInput])
  versions: ApplyPolicyVersionInput[];
}
