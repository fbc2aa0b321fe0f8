import { type Assignment, assign, type EarlierExposure, type Json, stickyExperiments } from '@trialogue/assignment';
import type { DefinedVariant, ExperimentDefinition } from './definitions/definition';
import type { KnownDefinitions } from './definitions/known-definitions';
import { withOverrideOf } from './named-units';
import { attributesAsSent, checkSubject, type EarlierExposures, kindOf, type Subject } from './subject';
import { ownError } from './trialogue-error';

/** What a unit gets in an experiment, and why; `variant.value` is what the variant stands for. */
export interface LocalAssignment<Value = Json> extends Omit<Assignment, 'variant'> {
  readonly variant: ValuedVariant<Value> | null;
  readonly experiment: string;
  readonly unit: string;
  /** Hash of the release that it was assigned by. */
  readonly release: string;
}

export type ValuedVariant<Value> = Omit<DefinedVariant, 'value'> & { readonly value?: Value };

/**
 * Decides from the definitions that are known here; asks nobody and records nothing.
 *
 * @param at milliseconds since 1970
 * @throws TrialogueError BAD_USER_INPUT, DEFINITIONS_UNKNOWN, EXPERIMENT_NOT_FOUND, EARLIER_EXPOSURE_UNKNOWN
 */
export function assignFrom(
  known: KnownDefinitions,
  experiment: string,
  subject: Subject,
  at: number,
): LocalAssignment<Json> {
  checkSubject(subject);
  const definition = known.get(experiment);
  if (!definition)
    throw known.version === undefined
      ? ownError('DEFINITIONS_UNKNOWN', { reason: 'nothing has been heard of the product' })
      : ownError('EXPERIMENT_NOT_FOUND', { experiment });
  return decide(definition, subject, at);
}

function decide(
  { key: experiment, release, snapshot }: ExperimentDefinition,
  { unit: given, attributes: some, sticky: known }: Subject,
  at: number,
): LocalAssignment<Json> {
  const unit = given.normalize(); // as the product does
  const attributes = attributesAsSent(some);
  let decided: Assignment<DefinedVariant> | undefined;
  try {
    const keys = stickyExperiments(snapshot);
    // Without what it was exposed to, a unit might be given something else than before.
    if (keys.every((key) => known && Object.hasOwn(known, key))) {
      const sticky = keys.length > 0 ? exposuresIn(known!) : undefined;
      decided = assign(withOverrideOf(snapshot, unit), { unit, attributes, at, sticky });
    }
  } catch (cause) {
    const reason = `what was sent of ${experiment} cannot be used (${(cause as Error).message})`;
    throw ownError('DEFINITIONS_UNKNOWN', { reason }, { cause });
  }
  if (!decided) throw ownError('EARLIER_EXPOSURE_UNKNOWN', { experiment });
  // Member by member: spreading would take ten times as long as all the rest.
  const { variant, inExperiment, reason, allocation, bucket, propensity, trace } = decided;
  return { experiment, unit, release, variant, inExperiment, reason, allocation, bucket, propensity, trace };
}

const exposuresIn = (sticky: EarlierExposures): { [experiment: string]: EarlierExposure } =>
  Object.fromEntries(Object.entries(sticky).flatMap(([key, exposure]) => (exposure ? [[key, exposure]] : [])));

/**
 * The value of what was assigned, or the given one when there is none.
 *
 * @throws TrialogueError VALUE_TYPE_MISMATCH when it is of another JSON type than the given one
 */
export function flagValue<Value>({ experiment, variant }: LocalAssignment<Value>, otherwise: Value): Value {
  if (variant?.value === undefined) return otherwise;
  const [found, expected] = [kindOf(variant.value), kindOf(otherwise)];
  if (found === expected) return variant.value;
  throw ownError('VALUE_TYPE_MISMATCH', { experiment, variant: variant.key, found, expected });
}
