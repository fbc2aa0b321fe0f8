import { Column, Entity, PrimaryColumn } from 'typeorm';

const count = { from: Number, to: (value: number) => value };

/** What the event log says about one prompt version, by the model that answered. Scripted answers are counted apart. */
@Entity('prompt_totals')
export class PromptTotals {
  /** `name@number`. */
  @PrimaryColumn('text', { name: 'prompt_version' })
  promptVersion: string;

  @PrimaryColumn('boolean', { name: 'stand_in' })
  standIn: boolean;

  /** As the provider calls it; empty where no model answered: of exposures, ratings, early failures. */
  @PrimaryColumn('text')
  model: string;

  /** Events of type `exposure` of variants that have the version pinned. */
  @Column('bigint', { transformer: count })
  exposures: number;

  /** Events of type `execution_completed` that tell a latency: without one, a flow answered by itself. */
  @Column('bigint', { transformer: count })
  completions: number;

  /** Events of type `execution_failed`. */
  @Column('bigint', { transformer: count })
  failures: number;

  /** Events of type `prompt_rated`. */
  @Column('bigint', { transformer: count })
  ratings: number;

  /** Sum of their scores, in millionths. */
  @Column('numeric', { name: 'score_millionths', transformer: count })
  scoreMillionths: number;

  /** Tokens, of completed and failed executions. Those that a provider had in its cache are none of `input`. */
  @Column('bigint', { transformer: count })
  input: number;

  @Column('bigint', { transformer: count })
  output: number;

  @Column('bigint', { name: 'cache_read', transformer: count })
  cacheRead: number;

  @Column('bigint', { name: 'cache_write', transformer: count })
  cacheWrite: number;

  /** Sum of the costs that were recorded with executions, in billionths of a US dollar. */
  @Column('numeric', { name: 'cost_nanos', transformer: count })
  costNanos: number;

  /** Of the tokens, those of executions that recorded a cost. */
  @Column('bigint', { name: 'costed_input', transformer: count })
  costedInput: number;

  @Column('bigint', { name: 'costed_output', transformer: count })
  costedOutput: number;

  @Column('bigint', { name: 'costed_cache_read', transformer: count })
  costedCacheRead: number;

  @Column('bigint', { name: 'costed_cache_write', transformer: count })
  costedCacheWrite: number;

  /** When the first of all these events happened. */
  @Column('timestamptz')
  since: Date;
}

/** How many completed executions of one prompt version took how long: see `latency-buckets.ts`. */
@Entity('prompt_latencies')
export class PromptLatency {
  @PrimaryColumn('text', { name: 'prompt_version' })
  promptVersion: string;

  @PrimaryColumn('boolean', { name: 'stand_in' })
  standIn: boolean;

  @PrimaryColumn('int')
  bucket: number;

  @Column('bigint', { transformer: count })
  executions: number;
}
