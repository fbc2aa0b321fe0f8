import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A model that MLflow serves, as experiments name it. */
@Directive('@key(fields: "name")')
@ObjectType()
@Entity('policies')
export class Policy {
  @Field(() => ID)
  @PrimaryColumn('text')
  name: string;

  @Field(() => String)
  @Column('text')
  description: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
