import {
  type Assignable,
  assign,
  type EarlierExposure,
  type ExperimentSnapshot,
  stickyExperiments,
} from '@trialogue/assignment';
import type { Exposure, Release } from '@trialogue/store';

/** An assignment that was made elsewhere, from a release: what its maker says of it. */
export interface LocalAssignment {
  readonly experiment: string;
  readonly unit: string;
  readonly variant: string;
  readonly allocation: number;
  readonly reason: string;
  /** By its maker's clock. */
  readonly at: Date;
}

/**
 * The exposure that such an assignment is, with arm, bucket and propensity from the release itself; or why the release
 * cannot have given it. Attributes are not known here, so targeting and prerequisites are taken as met; whatever follows
 * from unit, time and earlier exposure is decided again.
 *
 * @param now the latest that `at` can be: a clock that is ahead is corrected
 * @param earlier what the unit was exposed to first, where `keepsUnits` says that it has a say
 */
export function localExposure(
  { hash, body }: Release<ExperimentSnapshot>,
  given: LocalAssignment,
  now: Date,
  earlier: EarlierExposure | undefined,
): Exposure | string {
  const { experiment, unit, allocation, reason } = given;
  if (experiment !== body.key) return `the release is one of ${body.key}`;
  const variant = body.variants.find(({ key }) => key === given.variant);
  if (!variant) return `the release has no variant ${given.variant}`;
  const at = new Date(Math.min(given.at.getTime(), now.getTime())).toISOString();
  const exposure = { unit, experiment, allocation, variant: variant.key, release: hash, arm: variant.arm };
  const rest = { reason, standIn: false, at };
  if (reason !== 'ASSIGNED' && reason !== 'STICKY')
    return `who is given a variant for ${reason} takes no part in the comparison`;
  if (reason === 'STICKY' && !keepsUnits(body)) return 'the release keeps nobody';
  if (reason === 'STICKY' && !earlier) return 'the unit was not exposed to anything before';
  // The same one again: what is recorded of it is what it was exposed to before.
  const isRepeated = reason === 'ASSIGNED' && earlier?.variant === variant.key && earlier.allocation === allocation;
  const sticky = earlier && !isRepeated ? { [experiment]: earlier } : {};
  const drawn = assign(byUnitAlone(body), { unit, at: given.at.getTime(), sticky });
  if (drawn.variant === null) return `the unit gets nothing: ${drawn.trace.at(-1)!.outcome}`;
  if (drawn.variant.key !== variant.key || drawn.reason !== reason)
    return `the unit gets ${drawn.variant.key} (${drawn.reason})`;
  if (drawn.allocation !== allocation) return `the allocation is ${drawn.allocation}`;
  return { ...exposure, bucket: drawn.bucket, propensity: drawn.propensity, ...rest };
}

/** Whether what a unit was exposed to first has a say in what it gets by this release. */
export const keepsUnits = (body: ExperimentSnapshot): boolean => stickyExperiments(body).includes(body.key);

const stripped = new WeakMap<ExperimentSnapshot, Assignable>();

function byUnitAlone(snapshot: ExperimentSnapshot): Assignable {
  const known = stripped.get(snapshot);
  if (known) return known;
  const { targeting: _targeting, prerequisites: _prerequisites, ...rest } = snapshot;
  stripped.set(snapshot, rest);
  return rest;
}
