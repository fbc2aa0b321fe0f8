import { DateTimeScalar } from '@trialogue/subgraph';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ExperimentRules } from './experiment.rules';

export enum ExperimentStatus {
  DRAFT = 'DRAFT',
  RUNNING = 'RUNNING',
  PAUSED = 'PAUSED',
  STOPPED = 'STOPPED',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(ExperimentStatus, { name: 'ExperimentStatus' });

/** A comparison of variants. What units get cannot change once it has started; its name and hypothesis can. */
@Directive('@key(fields: "key")')
@ObjectType()
@Entity('experiments')
export class Experiment {
  @Field(() => ID)
  @PrimaryColumn('text')
  key: string;

  @Field(() => String)
  @Column('text')
  name: string;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  hypothesis: string | null;

  @Field(() => ExperimentStatus)
  @Column('text')
  status: ExperimentStatus;

  @Field(() => String, { description: 'What is assigned: `user`, `account`, …' })
  @Column('text', { name: 'unit_type' })
  unitType: string;

  @Field(() => Float, { description: 'Share of units that take part, 0–1.' })
  @Column('double precision')
  traffic: number;

  @Field(() => String, { description: 'Seeds every hash of the experiment.' })
  @Column('text')
  salt: string;

  @Field(() => Int, {
    description:
      'Counts the changes of who takes part and of how many get what; what is measured in one is apart from the next.',
  })
  @Column('integer')
  allocation: number;

  /** Key of the variant that everybody gets once the experiment was stopped with one. */
  @Column('text', { name: 'winner', nullable: true })
  winnerKey: string | null;

  /** Hash of the release that is executed; null before the start. */
  @Column('text', { name: 'release', nullable: true })
  releaseHash: string | null;

  /** By which rules units get in, beside traffic and weights. */
  @Column('jsonb')
  rules: ExperimentRules;

  /** The metric that the experiment is decided by. */
  @Column('text', { name: 'primary_metric', nullable: true })
  primaryMetricKey: string | null;

  /** Metrics that must not suffer. */
  @Column('jsonb', { name: 'guardrails' })
  guardrailKeys: string[];

  @Field(() => Int, { nullable: true, description: 'Units that it is planned with.' })
  @Column('integer', { name: 'sample_size', nullable: true })
  sampleSize: number | null;

  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true })
  @Column('timestamptz', { name: 'stopped_at', nullable: true })
  stoppedAt: Date | null;

  @Field(() => Int, { description: 'Counts the changes; `updateExperiment` can insist on the one that was read.' })
  @Column('integer')
  version: number;
}

/** A metric as `analytics` defines it. */
@Directive('@key(fields: "key", resolvable: false)')
@ObjectType()
export class Metric {
  @Field(() => ID)
  key: string;
}

/** What is executed, by its content. */
@Directive('@shareable')
@ObjectType()
export class Release {
  @Field(() => ID, { description: 'SHA-256; exposures carry it.' })
  hash: string;

  @Field(() => String)
  kind: string;

  @Field(() => ID)
  key: string;
}
