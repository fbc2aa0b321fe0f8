import { Field, Float, ID, InputType } from 'type-graphql';

@InputType()
export class LayerRangeInput {
  @Field(() => ID)
  layer: string;

  @Field(() => Float, { description: '0–1; it belongs to the range.' })
  from: number;

  @Field(() => Float, { description: '0–1; it does not belong to the range.' })
  to: number;
}

/** By which rules units get into an experiment. */
@InputType()
export class RulesInput {
  @Field(() => [LayerRangeInput], { nullable: true, description: 'A unit must be in every one of these ranges.' })
  layers?: LayerRangeInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Holdouts: a unit must be in none of them.' })
  holdouts?: string[] | null;
}
