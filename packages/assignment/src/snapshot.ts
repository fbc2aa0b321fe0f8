import type { Expression } from './expression';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What is needed to assign units in an experiment. Nothing in it changes, ever: a change is a new snapshot. A member that
 * is absent has the meaning that its comment gives, so that older snapshots, and their hashes, stay as they are.
 */
export interface Assignable<Variant extends AssignableVariant = AssignableVariant> {
  readonly key: string;
  readonly unitType: string;
  readonly status: 'RUNNING' | 'PAUSED' | 'STOPPED';
  /** Seeds every hash of this experiment. */
  readonly salt: string;
  /** Counts the changes of weights and of whatever else moves units; an exposure belongs to one allocation. */
  readonly allocation: number;
  /** Share of units that take part, 0–1; with a ramp, until its first stage. */
  readonly traffic: number;
  readonly variants: readonly Variant[];
  /** Key of the variant that everybody who is targeted gets once the experiment was stopped with one. */
  readonly winner?: string;
  /** How units are hashed. Absent: `native`. */
  readonly bucketer?: Bucketer;
  /** Who may take part. Absent: everybody. */
  readonly targeting?: Targeting;
  /** The unit must be in every one of these ranges. Absent: none. */
  readonly layers?: readonly LayerRange[];
  /** The unit must be in none of these. Absent: none. */
  readonly holdouts?: readonly Holdout[];
  /** The unit must get one of the named variants in each of these. Absent: none. */
  readonly prerequisites?: readonly Prerequisite[];
  /** Unit → key of the variant that it is given, for tests of quality; it takes no part in the comparison. Absent: none. */
  readonly overrides?: { readonly [unit: string]: string };
  /** Units keep what they were exposed to first, whatever changes. Absent: they do not. */
  readonly sticky?: {
    /** Units that were exposed in an allocation before this one take no part any more. Absent: all are kept. */
    readonly blockedBefore?: number;
  };
  /** While paused, units that were exposed keep their variant, and no others get one. Absent: nobody gets one. */
  readonly whilePaused?: 'KEEP';
  /** ISO-8601, UTC: from then on units are assigned. Absent: at once. */
  readonly startsAt?: string;
  /** ISO-8601, UTC: from then on nobody is assigned. Absent: never. */
  readonly endsAt?: string;
  /** In the order of time; the last stage that has begun says which share of units takes part. Absent: `traffic`. */
  readonly ramp?: readonly RampStage[];
}

export interface AssignableVariant {
  readonly key: string;
  /** Relative to the other variants’ weights. */
  readonly weight: number;
  readonly isControl: boolean;
  /** What a flag of this variant stands for. Absent: the variant has none. */
  readonly value?: Json;
}

/**
 * - `native`: MurmurHash3 of the unit's NFC-normalised UTF-8, see `native-bucket.ts`.
 * - `growthbook_v1`, `growthbook_v2`, `unleash`: as those products hash, for units that were assigned by them before.
 */
export type Bucketer = 'native' | 'growthbook_v1' | 'growthbook_v2' | 'unleash';

export interface Targeting {
  /** CEL, as written. */
  readonly source: string;
  /** The same, compiled. */
  readonly expression: Expression;
}

/** A part of a layer: experiments with ranges of one layer that do not overlap never share a unit. */
export interface LayerRange {
  readonly layer: string;
  readonly salt: string;
  /** 0–1; `from` belongs to the range, `to` does not. */
  readonly from: number;
  readonly to: number;
  /** Absent: `native`. `growthbook`: a namespace of GrowthBook, whose id is the salt. */
  readonly bucketer?: 'growthbook';
}

/** Units that are kept out of many experiments, to see what these do together. */
export interface Holdout {
  readonly key: string;
  readonly salt: string;
  /** Share of units that are held out, 0–1. */
  readonly share: number;
}

export interface Prerequisite {
  readonly experiment: Assignable;
  /** Keys of its variants. */
  readonly variants: readonly string[];
}

export interface RampStage {
  /** ISO-8601, UTC. */
  readonly from: string;
  /** 0–1. */
  readonly traffic: number;
}

/** An experiment as it is executed: the body of a release of kind `experiment`. */
export interface ExperimentSnapshot extends Assignable<VariantSnapshot> {
  /** Who chooses its weights while it runs. Absent: nobody, they are as people wrote them. */
  readonly allocator?: AllocatorSnapshot;
}

export interface AllocatorSnapshot {
  /** Of an allocator that a plugin brings. */
  readonly name: string;
  readonly options: { readonly [key: string]: Json };
  readonly outcome: {
    /** Type of the events that count. */
    readonly event: string;
    /** Path of a number in their data. Absent: a unit with such an event counts 1. */
    readonly value?: string;
  };
  readonly everyMs: number;
  /** Units that each variant has before its weight is changed. */
  readonly minUnits: number;
  /** No weight falls below it: 0–1, of a whole of 1. */
  readonly floor: number;
  /** The first allocation whose units count. */
  readonly fromAllocation: number;
}

export interface VariantSnapshot extends AssignableVariant {
  /** `none`: nothing is executed, the variant is its value. */
  readonly executionStrategy: string;
  /** In normal form, references resolved: `name@number`, never a label. Empty for the strategy `none`. */
  readonly config: { readonly [key: string]: Json };
  /** What the config's references meant when the experiment started: reference → release hash. */
  readonly pins: { readonly [reference: string]: string };
  /** SHA-256 of the behavioural subset: prompt text, model, params, strategy version. */
  readonly arm: string;
}
