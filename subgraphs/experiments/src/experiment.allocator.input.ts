import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar } from '@trialogue/subgraph';
import { Field, Float, ID, InputType, Int } from 'type-graphql';

@InputType()
export class AllocatorOutcomeInput {
  @Field(() => String, { description: 'Type of the events that count, from a unit’s exposure on.' })
  event: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Path of a number in their data, as `order.total`: a unit counts the sum. Unless given, a unit with such an event counts 1.',
  })
  value?: string | null;
}

@InputType({ description: 'Who chooses the weights while the experiment runs. It needs `sticky`.' })
export class AllocatorInput {
  @Field(() => ID, { description: 'Of an allocator that a plugin brings, as `thompson`.' })
  name: string;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'Its own.' })
  options?: JsonObject | null;

  @Field(() => AllocatorOutcomeInput, { description: 'What the variants are judged by.' })
  outcome: AllocatorOutcomeInput;

  @Field(() => String, { defaultValue: 'PT5M', description: 'How often: an ISO 8601 duration, PT10S at least.' })
  every: string;

  @Field(() => Int, { defaultValue: 100, description: 'Units that each variant has before weights are changed.' })
  minUnits: number;

  @Field(() => Float, { defaultValue: 0.01, description: 'No weight falls below it: 0–1, where all sum to 1.' })
  floor: number;
}

@InputType()
export class AllocatedWeightInput {
  @Field(() => ID)
  variant: string;

  @Field(() => Float, { description: '0–1' })
  weight: number;
}

@InputType()
export class AllocateInput {
  @Field(() => ID)
  experiment: string;

  @Field(() => ID, {
    description: 'The `release` that the outcomes were read under: after a change since then, nothing is done.',
  })
  release: string;

  @Field(() => ID, { description: 'The allocator that the experiment names.' })
  allocator: string;

  @Field(() => [AllocatedWeightInput], { description: 'One for each variant; they sum to 1.' })
  weights: AllocatedWeightInput[];

  @Field(() => JsonObjectScalar, { nullable: true, description: 'Why: kept in the history.' })
  because?: JsonObject | null;
}
