import type { Json, JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, JsonScalar } from '@trialogue/subgraph';
import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One of the things that an experiment compares. */
@Directive('@key(fields: "experimentKey key")')
@ObjectType()
@Entity('variants')
export class Variant {
  @Field(() => ID)
  @PrimaryColumn('text', { name: 'experiment' })
  experimentKey: string;

  @Field(() => ID)
  @PrimaryColumn('text')
  key: string;

  /** In the order of the experiment's list, from 0: buckets are laid out in it. */
  @Column('integer')
  position: number;

  /** Undefined for a variant that was read from a release, which has no names. */
  @Column('text', { nullable: true })
  name?: string | null;

  @Field(() => Float, { description: 'Relative to the other variants’ weights.' })
  @Column('double precision')
  weight: number;

  @Field(() => Boolean)
  @Column('boolean', { name: 'is_control' })
  isControl: boolean;

  @Field(() => JsonScalar, { nullable: true, description: 'What a flag of this variant stands for.' })
  @Column('jsonb', { nullable: true })
  value: Json;

  @Field(() => String, {
    description: 'What carries the config out. `none`: nothing is executed, the variant is its value.',
  })
  @Column('text', { name: 'execution_strategy' })
  executionStrategy: string;

  /** Null: nothing is executed. */
  @Column('jsonb', { name: 'config', nullable: true })
  written: JsonObject | null;

  /** The config in normal form, its labels replaced by what they stood for; null before the start. */
  @Column('jsonb', { nullable: true })
  resolved: JsonObject | null;

  /** Reference in `resolved` → hash of its release; null before the start. */
  @Column('jsonb', { nullable: true })
  pins: { readonly [reference: string]: string } | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'SHA-256 of how the variant behaves: prompt text, model, params, strategy, value. Null before the start.',
  })
  @Column('text', { nullable: true })
  arm: string | null;

  @Field(() => JsonObjectScalar, {
    description: 'What is executed: from the start on in normal form, labels replaced by what they stood for then.',
  })
  get config(): JsonObject {
    return this.resolved ?? this.written ?? {};
  }
}
