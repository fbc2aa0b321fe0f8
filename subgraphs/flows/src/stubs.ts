import { JsonObjectScalar } from '@trialogue/subgraph';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** A variant as the subgraph `experiments` owns it; plugins add fields to it here. */
@Directive('@key(fields: "experimentKey key")')
@ObjectType('Variant')
export class VariantStub {
  @Field(() => ID)
  experimentKey: string;

  @Field(() => ID)
  key: string;

  /** There only for what requires it. */
  @Directive('@external')
  @Field(() => JsonObjectScalar)
  config?: { readonly flow_config?: { readonly flow_id?: unknown } };
}

/** An experiment as the subgraph `experiments` owns it. */
@Directive('@key(fields: "key")')
@ObjectType('Experiment')
export class ExperimentStub {
  @Field(() => ID)
  key: string;
}

/** A prompt version as the subgraph `prompts` owns it; plugins add fields to it here. */
@Directive('@key(fields: "id")')
@ObjectType('PromptVersion')
export class PromptVersionStub {
  @Field(() => ID, { description: '`name@number`' })
  id: string;
}

/** A policy version as the subgraph `experiments` owns it; plugins lead to it, and add fields to it here. */
@Directive('@key(fields: "id")')
@ObjectType('PolicyVersion')
export class PolicyVersionStub {
  @Field(() => ID, { description: '`name@number`' })
  id: string;
}
