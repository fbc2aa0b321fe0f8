import type { Assignment, AssignmentStep, EarlierExposure } from './assignment';
import { bucketOf } from './native-bucket';
import { prepared } from './prepared';
import type { ExperimentSnapshot, VariantSnapshot } from './snapshot';

/** Who asks for a variant. */
export interface AssignmentSubject {
  /** Any Unicode text. Forms that are canonically equivalent (NFC) are one unit. */
  readonly unit: string;
  /** What is known of the unit, for targeting. */
  readonly attributes?: { readonly [name: string]: unknown };
  /** Milliseconds since 1970, for schedules and ramps. */
  readonly at?: number;
  /** Experiment → what the unit was exposed to first, for those that `stickyExperiments` names. */
  readonly sticky?: { readonly [experiment: string]: EarlierExposure };
}

/**
 * What a unit gets in an experiment: always the same for the same snapshot and unit, in every process and language.
 * The snapshot must not change after the first call with it; what was computed for it is kept as long as it is.
 *
 * @throws TypeError when the unit holds a lone surrogate.
 * @throws Error for a snapshot that no publisher lets through: no weight above 0, or a winner that is no variant.
 */
export function assign(snapshot: ExperimentSnapshot, { unit }: AssignmentSubject): Assignment {
  const { trafficSeed, variantSeed, slots, winner, statusStep, insideTraffic, outsideTraffic } = prepared(snapshot);
  if (snapshot.status !== 'RUNNING') {
    if (snapshot.status === 'STOPPED' && winner) return given(snapshot, winner, [statusStep]);
    return without(snapshot, 'NOT_RUNNING', [statusStep]);
  }

  const trafficBucket = bucketOf(unit, trafficSeed);
  if (!(trafficBucket < snapshot.traffic))
    return without(snapshot, 'OUTSIDE_TRAFFIC', [
      statusStep,
      { step: 'traffic', outcome: outsideTraffic, bucket: trafficBucket },
    ]);

  const bucket = bucketOf(unit, variantSeed);
  let index = 0;
  while (bucket >= slots[index]!.below) index++;
  const { variant, propensity, outcome } = slots[index]!;
  return {
    variant,
    inExperiment: true,
    reason: 'ASSIGNED',
    allocation: snapshot.allocation,
    bucket,
    propensity,
    trace: [
      statusStep,
      { step: 'traffic', outcome: insideTraffic, bucket: trafficBucket },
      { step: 'variant', outcome, bucket },
    ],
  };
}

function given(
  { allocation }: ExperimentSnapshot,
  winner: VariantSnapshot,
  trace: readonly AssignmentStep[],
): Assignment {
  return { allocation, variant: winner, inExperiment: false, reason: 'WINNER', bucket: null, propensity: 1, trace };
}

function without(
  { allocation }: ExperimentSnapshot,
  reason: 'NOT_RUNNING' | 'OUTSIDE_TRAFFIC',
  trace: readonly AssignmentStep[],
): Assignment {
  return { allocation, variant: null, inExperiment: false, reason, bucket: null, propensity: null, trace };
}
