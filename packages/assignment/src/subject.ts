import type { EarlierExposure } from './assignment';

/** Who asks for a variant. */
export interface AssignmentSubject {
  /** Any Unicode text. Forms that are canonically equivalent (NFC) are one unit. */
  readonly unit: string;
  /** What is known of the unit, for targeting: JSON. One that is null is not known. */
  readonly attributes?: { readonly [name: string]: unknown };
  /** Milliseconds since 1970, for schedules and ramps. */
  readonly at?: number;
  /** Experiment → what the unit was exposed to first, for those that `stickyExperiments` names. */
  readonly sticky?: { readonly [experiment: string]: EarlierExposure };
}
