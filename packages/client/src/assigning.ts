import { type Assignable, type Assignment, assign, type ExperimentSnapshot, type Json } from '@trialogue/assignment';
import type { DefinedVariant } from './definitions/definition';
import type { KnownDefinitions } from './definitions/known-definitions';
import { checkSubject, kindOf, type Subject } from './subject';
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
  const { unit, attributes, sticky } = subject;
  const definition = known.get(experiment);
  if (!definition)
    throw known.version === undefined
      ? ownError('DEFINITIONS_UNKNOWN', { reason: 'nothing has been heard of the product' })
      : ownError('EXPERIMENT_NOT_FOUND', { experiment });
  const { snapshot, release } = definition;
  if (!sticky && asksForThePast(snapshot)) throw ownError('EARLIER_EXPOSURE_UNKNOWN', { experiment });
  try {
    const given = assign(snapshot as unknown as ExperimentSnapshot, { unit, attributes, sticky, at });
    return { ...given, experiment, unit, release };
  } catch (cause) {
    const reason = `what was sent of ${experiment} cannot be used (${(cause as Error).message})`;
    throw ownError('DEFINITIONS_UNKNOWN', { reason }, { cause });
  }
}

/** Whether what a unit gets may depend on what it was exposed to before. */
export function asksForThePast({ sticky, whilePaused, prerequisites = [] }: Assignable): boolean {
  return (
    sticky !== undefined ||
    whilePaused !== undefined ||
    prerequisites.some(({ experiment }) => asksForThePast(experiment))
  );
}

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
