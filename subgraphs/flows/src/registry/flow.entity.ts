import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A way of leading a conversation, from state to state. Its versions never change once they are published. */
@Directive('@key(fields: "key")')
@ObjectType()
@Entity('flows')
export class Flow {
  @Field(() => ID)
  @PrimaryColumn('text')
  key: string;

  @Field(() => String)
  @Column('text')
  description: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}
