import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A text that products send to models: its versions never change, its labels move between them. */
@Directive('@key(fields: "name")')
@ObjectType()
@Entity('prompts')
export class Prompt {
  @Field(() => ID)
  @PrimaryColumn('text')
  name: string;

  @Field(() => String)
  @Column('text')
  description: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;
}

/** A name for a version, such as `production`. */
@ObjectType()
@Entity('prompt_labels')
export class PromptLabel {
  @PrimaryColumn('text')
  prompt: string;

  @Field(() => String)
  @PrimaryColumn('text')
  label: string;

  /** The version's number. */
  @Column('integer', { name: 'version' })
  number: number;

  /** The version's number as a file said it last; null when no file has. */
  @Column('integer', { nullable: true })
  declared: number | null;
}
