import type { JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar } from '@trialogue/subgraph';
import { Field, Float, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { AllocatorInput } from './experiment.allocator.input';

export enum ExperimentBucketer {
  NATIVE = 'NATIVE',
  GROWTHBOOK_V1 = 'GROWTHBOOK_V1',
  GROWTHBOOK_V2 = 'GROWTHBOOK_V2',
  UNLEASH = 'UNLEASH',
}
registerEnumType(ExperimentBucketer, {
  name: 'Bucketer',
  description: 'How units are hashed: as here, or as the product did that assigned them before.',
});

export enum WhilePaused {
  KEEP = 'KEEP',
  LOSE = 'LOSE',
}
registerEnumType(WhilePaused, {
  name: 'WhilePaused',
  description: 'KEEP: units that were exposed keep their variant, and no others get one. LOSE: nobody gets one.',
});

@InputType()
export class LayerRangeInput {
  @Field(() => ID)
  layer: string;

  @Field(() => Float, { description: '0–1; it belongs to the range.' })
  from: number;

  @Field(() => Float, { description: '0–1; it does not belong to the range.' })
  to: number;
}

@InputType()
export class PrerequisiteInput {
  @Field(() => ID)
  experiment: string;

  @Field(() => [ID], { description: 'Of that experiment: the unit must get one of them.' })
  variants: string[];
}

@InputType()
export class OverrideInput {
  @Field(() => ID)
  variant: string;

  @Field(() => [ID])
  units: string[];
}

@InputType()
export class StickyInput {
  @Field(() => Boolean, { defaultValue: true })
  enabled: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Units that were exposed in an allocation before this one take no part any more.',
  })
  blockedBefore?: number | null;
}

@InputType()
export class RampStageInput {
  @Field(() => DateTimeScalar)
  from: Date;

  @Field(() => Float, { description: 'Share of units that take part from then on, 0–1.' })
  traffic: number;
}

/** By which rules units get into an experiment. */
@InputType()
export class RulesInput {
  @Field(() => ExperimentBucketer, { nullable: true, description: 'NATIVE unless given.' })
  bucketer?: keyof typeof ExperimentBucketer | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who may take part: a condition in CEL over the declared attributes. Everybody unless given.',
  })
  targeting?: string | null;

  @Field(() => JsonObjectScalar, {
    nullable: true,
    description:
      'What callers say of a unit: name → `string`, `int`, `double`, `bool`, `timestamp`, `list<T>` or `map<string, T>`.',
  })
  attributes?: JsonObject | null;

  @Field(() => [LayerRangeInput], { nullable: true, description: 'A unit must be in every one of these ranges.' })
  layers?: LayerRangeInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Holdouts: a unit must be in none of them.' })
  holdouts?: string[] | null;

  @Field(() => [PrerequisiteInput], {
    nullable: true,
    description: 'A unit must get one of the named variants in each of these experiments.',
  })
  prerequisites?: PrerequisiteInput[] | null;

  @Field(() => [OverrideInput], {
    nullable: true,
    description: 'Units that are given a variant, for tests of quality. They take no part in the comparison.',
  })
  overrides?: OverrideInput[] | null;

  @Field(() => StickyInput, { nullable: true, description: 'Units keep what they were exposed to first.' })
  sticky?: StickyInput | null;

  @Field(() => WhilePaused, { nullable: true, description: 'LOSE unless given.' })
  whilePaused?: keyof typeof WhilePaused | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Units are assigned from then on.' })
  startsAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Nobody is assigned from then on.' })
  endsAt?: Date | null;

  @Field(() => [RampStageInput], {
    nullable: true,
    description: 'In the order of time; the last stage that has begun replaces `traffic`. No unit changes its variant.',
  })
  ramp?: RampStageInput[] | null;

  @Field(() => AllocatorInput, {
    nullable: true,
    description: 'Who chooses the weights while it runs. Nobody unless given.',
  })
  allocator?: AllocatorInput | null;
}
