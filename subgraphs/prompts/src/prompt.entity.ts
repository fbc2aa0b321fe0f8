import { DateTimeScalar } from '@trialogue/subgraph';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
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

  @Field(() => Boolean, { description: 'Only an admin may move it or take it away.' })
  @Column('boolean', { default: false })
  protected: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null: before this was written down.' })
  @Column('timestamptz', { name: 'moved_at', nullable: true })
  movedAt: Date | null;

  @Field(() => String, { nullable: true })
  @Column('text', { name: 'moved_by', nullable: true })
  movedBy: string | null;
}

/** Why a label was moved. */
export type MoveReason = 'moved' | 'rolled back' | 'removed' | 'archived';

/** One move of a label, from version to version. */
@ObjectType()
@Entity('prompt_label_moves')
export class PromptLabelMove {
  @PrimaryColumn('text')
  prompt: string;

  @PrimaryColumn('text')
  label: string;

  /** From 1, without gaps. */
  @PrimaryColumn('integer')
  seq: number;

  @Field(() => Int, { nullable: true, description: 'Null: it stood nowhere.' })
  @Column('integer', { name: 'from_version', nullable: true })
  from: number | null;

  @Field(() => Int, { nullable: true, description: 'Null: it was taken away.' })
  @Column('integer', { name: 'to_version', nullable: true })
  to: number | null;

  @Field(() => DateTimeScalar)
  @Column('timestamptz')
  at: Date;

  @Field(() => String, { description: 'The name of a key, or `local`.' })
  @Column('text')
  by: string;

  @Field(() => String, { description: '`moved`, `rolled back`, `removed` or `archived`.' })
  @Column('text')
  reason: MoveReason;

  /** The move that a rollback undoes next, by its `seq`; null: none is left. */
  @Column('integer', { nullable: true })
  undoable: number | null;

  /** Whether the label was protected then; it still is when it stands nowhere since. */
  @Column('boolean')
  protected: boolean;
}
