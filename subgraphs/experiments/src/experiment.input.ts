import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';

@InputType()
export class VariantInput {
  @Field(() => ID)
  key: string;

  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => Float, { defaultValue: 1, description: 'Relative to the other variants’ weights.' })
  weight: number;

  @Field(() => Boolean, { defaultValue: false, description: 'Without any, the first variant is the control.' })
  isControl: boolean;

  @Field(() => JsonObjectScalar)
  config: JsonObject;
}

@InputType()
export class CreateExperimentInput {
  @Field(() => ID)
  key: string;

  @Field(() => String, { nullable: true, description: 'The key unless given.' })
  name?: string;

  @Field(() => String, { nullable: true })
  hypothesis?: string;

  @Field(() => String, { defaultValue: 'user' })
  unitType: string;

  @Field(() => Float, { defaultValue: 1, description: 'Share of units that take part, 0–1.' })
  traffic: number;

  @Field(() => String, { nullable: true, description: 'Seeds the assignment; random unless given.' })
  salt?: string;

  @Field(() => [VariantInput])
  variants: VariantInput[];
}

/** What is not given stays as it is. */
@InputType()
export class UpdateExperimentInput {
  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => String, { nullable: true })
  hypothesis?: string;

  @Field(() => String, { nullable: true })
  unitType?: string;

  @Field(() => Float, { nullable: true })
  traffic?: number;

  @Field(() => String, { nullable: true })
  salt?: string;

  @Field(() => [VariantInput], { nullable: true, description: 'The whole list.' })
  variants?: VariantInput[];

  @Field(() => Int, {
    nullable: true,
    description: 'The `version` that was read: a change since then is not overwritten.',
  })
  version?: number;
}

export enum DeclaredStatus {
  DRAFT = 'DRAFT',
  RUNNING = 'RUNNING',
}
registerEnumType(DeclaredStatus, {
  name: 'DeclaredStatus',
  description: 'What a file may ask for. Pausing and stopping are acts of an operator, which no file undoes.',
});

/** An experiment as a file describes it. */
@InputType()
export class ApplyExperimentInput extends CreateExperimentInput {
  @Field(() => DeclaredStatus, { defaultValue: DeclaredStatus.DRAFT })
  status: DeclaredStatus;
}
