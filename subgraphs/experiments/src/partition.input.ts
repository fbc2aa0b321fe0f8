import { Field, Float, ID, InputType } from 'type-graphql';
import { LayerBucketer } from './partition.entity';

@InputType()
export abstract class PartitionInput {
  @Field(() => ID)
  key: string;

  @Field(() => String, { defaultValue: '' })
  description: string;

  @Field(() => String, { nullable: true, description: 'Random unless given; it never changes.' })
  salt?: string | null;
}

@InputType()
export class LayerInput extends PartitionInput {
  @Field(() => LayerBucketer, { defaultValue: LayerBucketer.NATIVE, description: 'It never changes.' })
  bucketer: LayerBucketer;
}

@InputType()
export class HoldoutInput extends PartitionInput {
  @Field(() => Float, { description: 'Share of units that are held out, 0–1; it never changes.' })
  share: number;
}
