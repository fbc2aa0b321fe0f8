import {
  ErrorCode,
  type EvaluationContext,
  type ResolutionDetails,
  StandardResolutionReasons,
  type TrackingEventDetails,
} from '@openfeature/core';
import type { Json } from '@trialogue/assignment';
import { flagValue, type LocalAssignment } from '../assigning';
import type { Subject } from '../subject';
import type { Trialogue } from '../trialogue';
import type { TrialogueError } from '../trialogue-error';

/** A context as OpenFeature has it, as a subject: the targeting key is the unit, the rest its attributes. */
export function subjectOf({ targetingKey, ...rest }: EvaluationContext): Subject {
  const attributes = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, plain(value)]));
  return { unit: targetingKey as string, attributes };
}

/** Times are ISO-8601 in JSON. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(plain) : value;
}

/**
 * What a flag is that was assigned: the variant's value, or the code's own when there is none.
 *
 * @throws TrialogueError VALUE_TYPE_MISMATCH
 */
export function detailsOf<Value>(given: LocalAssignment<any>, otherwise: Value): ResolutionDetails<Value> {
  const { release, allocation, reason: why, inExperiment, propensity, bucket } = given;
  return {
    value: flagValue<Value>(given, otherwise),
    ...(given.variant && { variant: given.variant.key }),
    reason: reasonOf(given),
    flagMetadata: {
      ...{ release, allocation, assignmentReason: why, inExperiment },
      ...(propensity !== null && { propensity }),
      ...(bucket !== null && { bucket }),
    },
  };
}

const { DISABLED, DEFAULT, SPLIT, STATIC, TARGETING_MATCH, ERROR } = StandardResolutionReasons;

function reasonOf({ reason, propensity, trace }: LocalAssignment): string {
  const isTargeted = trace.some(({ step }) => step === 'targeting');
  switch (reason) {
    case 'OVERRIDE':
      return TARGETING_MATCH;
    case 'STICKY':
      return SPLIT;
    case 'ASSIGNED':
    case 'WINNER':
      if (propensity !== 1) return SPLIT;
      return isTargeted ? TARGETING_MATCH : STATIC;
    case 'NOT_RUNNING':
    case 'NOT_STARTED':
    case 'ENDED':
      return DISABLED;
    default:
      return DEFAULT;
  }
}

const errorCodes: { readonly [code: string]: ErrorCode } = {
  EXPERIMENT_NOT_FOUND: ErrorCode.FLAG_NOT_FOUND,
  DEFINITIONS_UNKNOWN: ErrorCode.PROVIDER_NOT_READY,
  VALUE_TYPE_MISMATCH: ErrorCode.TYPE_MISMATCH,
  BAD_USER_INPUT: ErrorCode.INVALID_CONTEXT,
};

/** The code's own value, and why there is no other. */
export function failedOf<Value>(
  error: unknown,
  otherwise: Value,
  { targetingKey }: EvaluationContext,
): ResolutionDetails<Value> {
  const { code, message } = error as TrialogueError;
  const errorCode = targetingKey ? (errorCodes[code] ?? ErrorCode.GENERAL) : ErrorCode.TARGETING_KEY_MISSING;
  return { value: otherwise, reason: ERROR, errorCode, errorMessage: message };
}

export function trackFor(
  trialogue: Trialogue<any>,
  name: string,
  { targetingKey }: EvaluationContext,
  details: TrackingEventDetails,
): void {
  trialogue.track(name, { unit: targetingKey as string, data: details as { [name: string]: Json } });
}
