import type { AssignableVariant, VariantSnapshot } from './snapshot';

/** Why a unit got what it got. */
export const AssignmentReason = {
  /** Drawn by its bucket. */
  ASSIGNED: 'ASSIGNED',
  /** It was exposed before and keeps what it got. */
  STICKY: 'STICKY',
  /** The experiment names the unit and what it gets; it takes no part in the comparison. */
  OVERRIDE: 'OVERRIDE',
  /** The experiment was stopped with a winner: everybody who is targeted gets it, those who never took part too. */
  WINNER: 'WINNER',
  /** The experiment is paused, or was stopped without a winner: nobody gets a variant. */
  NOT_RUNNING: 'NOT_RUNNING',
  /** The time from which units are assigned has not come. */
  NOT_STARTED: 'NOT_STARTED',
  /** The time until which units are assigned has passed. */
  ENDED: 'ENDED',
  /** What is known of the unit does not fit the targeting. */
  NOT_TARGETED: 'NOT_TARGETED',
  /** The unit does not get, in another experiment, what this one asks for. */
  PREREQUISITE_UNMET: 'PREREQUISITE_UNMET',
  /** The unit is in a holdout. */
  HELD_OUT: 'HELD_OUT',
  /** The unit belongs to another part of a layer. */
  OUTSIDE_LAYER: 'OUTSIDE_LAYER',
  /** It was exposed in an allocation whose units take no part any more. */
  STICKY_BLOCKED: 'STICKY_BLOCKED',
  /** The unit belongs to the share that does not take part. */
  OUTSIDE_TRAFFIC: 'OUTSIDE_TRAFFIC',
} as const;
export type AssignmentReason = keyof typeof AssignmentReason;

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
