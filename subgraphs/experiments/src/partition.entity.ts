import { DateTimeScalar } from '@trialogue/subgraph';
import { Directive, Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A division of all units by a salt of its own. It never changes: units would move. */
@ObjectType()
export abstract class Partition {
  @Field(() => ID)
  @PrimaryColumn('text')
  key: string;

  @Field(() => String)
  @Column('text')
  description: string;

  @Field(() => String, { description: 'Seeds the hash that divides the units.' })
  @Column('text')
  salt: string;

  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

export enum LayerBucketer {
  NATIVE = 'NATIVE',
  GROWTHBOOK = 'GROWTHBOOK',
}
registerEnumType(LayerBucketer, {
  name: 'LayerBucketer',
  description: 'GROWTHBOOK: the layer is a namespace of GrowthBook, whose id is the salt.',
});

@Directive('@key(fields: "key")')
@ObjectType({
  description: 'Units in one order. Experiments with ranges of it that do not overlap never share a unit.',
})
@Entity('layers')
export class Layer extends Partition {
  @Field(() => LayerBucketer)
  @Column('text')
  bucketer: LayerBucketer;
}

@Directive('@key(fields: "key")')
@ObjectType({ description: 'Units that are kept out of many experiments, to see what these do together.' })
@Entity('holdouts')
export class Holdout extends Partition {
  @Field(() => Float, { description: 'Share of units that are held out, 0–1.' })
  @Column('double precision')
  share: number;
}
