import type { AssignableVariant, VariantSnapshot } from './snapshot';

const reasons = [
  /** Drawn by its bucket. */
  'ASSIGNED',
  /** It was exposed before and keeps what it got. */
  'STICKY',
  /** The experiment names the unit and what it gets; it takes no part in the comparison. */
  'OVERRIDE',
  /** The experiment was stopped with a winner: everybody who is targeted gets it, those who never took part too. */
  'WINNER',
  /** The experiment is paused, or was stopped without a winner: nobody gets a variant. */
  'NOT_RUNNING',
  /** The time from which units are assigned has not come. */
  'NOT_STARTED',
  /** The time until which units are assigned has passed. */
  'ENDED',
  /** What is known of the unit does not fit the targeting. */
  'NOT_TARGETED',
  /** The unit does not get, in another experiment, what this one asks for. */
  'PREREQUISITE_UNMET',
  /** The unit is in a holdout. */
  'HELD_OUT',
  /** The unit belongs to another part of a layer. */
  'OUTSIDE_LAYER',
  /** It was exposed in an allocation whose units take no part any more. */
  'STICKY_BLOCKED',
  /** The unit belongs to the share that does not take part. */
  'OUTSIDE_TRAFFIC',
] as const;

/** Why a unit got what it got. */
export type AssignmentReason = (typeof reasons)[number];
export const AssignmentReason = Object.fromEntries(reasons.map((reason) => [reason, reason])) as {
  readonly [Reason in AssignmentReason]: Reason;
};

/** One thing that was looked at on the way to an assignment. */
export interface AssignmentStep {
  readonly step:
    | 'status'
    | 'override'
    | 'schedule'
    | 'holdout'
    | 'sticky'
    | 'targeting'
    | 'prerequisite'
    | 'layer'
    | 'traffic'
    | 'variant';
  /** For people; not to be parsed. */
  readonly outcome: string;
  /** The unit's bucket for this decision, in [0, 1). */
  readonly bucket?: number;
}

/** What a unit gets in an experiment, and why. */
export interface Assignment<Variant extends AssignableVariant = VariantSnapshot> {
  readonly variant: Variant | null;
  /** The unit is part of the comparison. A winner is given to everybody and compares nothing any more: false. */
  readonly inExperiment: boolean;
  readonly reason: AssignmentReason;
  /** The allocation that an exposure belongs to: the snapshot's, or the one in which a unit that is kept was exposed. */
  readonly allocation: number;
  /** The bucket that chose the variant, in [0, 1); null when no choice was made. */
  readonly bucket: number | null;
  /** Probability of this variant for a unit that takes part; 1 for a winner, null without a variant. */
  readonly propensity: number | null;
  /** Every step that was looked at, in order; the last one decided. */
  readonly trace: readonly AssignmentStep[];
}

/** What a unit was exposed to before, in one experiment. */
export interface EarlierExposure {
  readonly variant: string;
  readonly allocation: number;
  readonly bucket: number | null;
  readonly propensity: number | null;
}
