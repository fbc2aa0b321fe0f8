import type { Json, JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, JsonScalar } from '@trialogue/subgraph';
import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { RulesInput } from './experiment.rules.input';

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

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'Without one nothing is executed: the variant is its value.',
  })
  config?: JsonObject | null;

  @Field(() => JsonScalar, { nullable: true, description: 'What a flag of this variant stands for.' })
  value?: Json;
}

/** What an experiment may say, new or changed. */
@InputType()
class Planned extends RulesInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The metric that the experiment is decided by; it is needed to start, unless variants are values only.',
  })
  primaryMetric?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Metrics that must not suffer.' })
  guardrails?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Units that it is planned with; needed to start, unless variants are values only.',
  })
  sampleSize?: number | null;
}

@InputType()
export class CreateExperimentInput extends Planned {
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
export class UpdateExperimentInput extends Planned {
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

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Of what has started: who takes part, or how many get what, may change. What is measured then is apart.',
  })
  newAllocation?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Of what has started: who gets what may be drawn again, by another salt, layer or bucketer. A new allocation.',
  })
  rerandomise?: boolean | null;

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

  @Field(() => Int, {
    nullable: true,
    description:
      'As it is unless given. The next one lets what has started change in who takes part, or in how many get what.',
  })
  allocation?: number | null;
}
