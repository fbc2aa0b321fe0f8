import type { JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar } from '@trialogue/subgraph';
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ExperimentAct } from './experiment.transitions';

/** One change of an experiment: written in its transaction, and never again. */
@ObjectType({ description: 'One change of an experiment.' })
@Entity('experiment_changes')
export class Change {
  @PrimaryColumn('text', { name: 'experiment' })
  experimentKey: string;

  @Field(() => Int, { name: 'version', description: 'The experiment’s `version` that the change made.' })
  @PrimaryColumn('integer')
  number: number;

  @Field(() => ExperimentAct)
  @Column('text')
  act: ExperimentAct;

  @Field(() => String, { description: 'Who made it: the name of the key, or `local`.' })
  @Column('text', { name: 'made_by' })
  by: string;

  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'made_at' })
  at: Date;

  @Field(() => JsonObjectScalar, {
    description:
      'What is different, as it was: path → value, such as `variants.b.weight`. A path is left out where there was nothing.',
  })
  @Column('jsonb')
  before: JsonObject;

  @Field(() => JsonObjectScalar, { description: 'What is different, as it became.' })
  @Column('jsonb')
  after: JsonObject;

  get id(): string {
    return `${this.experimentKey}@${this.number}`;
  }
}
