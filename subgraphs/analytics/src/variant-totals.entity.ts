import { Column, Entity, PrimaryColumn } from 'typeorm';

const count = { from: Number, to: (value: number) => value };

/** What the event log says about one variant, counted. Scripted answers are counted apart. */
@Entity('variant_totals')
export class VariantTotals {
  @PrimaryColumn('text')
  experiment: string;

  @PrimaryColumn('text')
  variant: string;

  @PrimaryColumn('boolean', { name: 'stand_in' })
  standIn: boolean;

  /** Events of type `exposure`. */
  @Column('bigint', { transformer: count })
  exposures: number;

  /** Events of type `execution_completed`. */
  @Column('bigint', { transformer: count })
  completions: number;

  /** Events of type `execution_failed`. */
  @Column('bigint', { transformer: count })
  failures: number;

  /** Of the completions: those that the variant's `fallback_variant` answered in its place. */
  @Column('bigint', { transformer: count })
  fallbacks: number;
}
