import type { Assignable, AssignableVariant } from '@trialogue/assignment';
import type { PushedUpdate } from '../following/known';

/** A variant as it is pushed to whoever assigns: never its config. */
export interface DefinedVariant extends AssignableVariant {
  /** `none`: nothing is executed, the variant is its value. */
  readonly executionStrategy: string;
  /** SHA-256 of how the variant behaves. */
  readonly arm: string;
}

/** All that is needed to assign units in one experiment. Nothing in it ever changes: a change is another release. */
export interface ExperimentDefinition {
  readonly key: string;
  /** Hash of the release that the snapshot is of. */
  readonly release: string;
  readonly snapshot: Assignable<DefinedVariant>;
}

/** What the product answers and pushes: everything, or what has changed. */
export interface DefinitionsUpdate extends PushedUpdate {
  /** `experiments` are all that there are; otherwise only those that changed. */
  readonly complete: boolean;
  readonly experiments: readonly ExperimentDefinition[];
  /** Keys of experiments that are no more. */
  readonly removed: readonly string[];
}

/** Whether something that came over a wire or from a disk can be used; what is inside a snapshot its publisher checked. */
export function isDefinitionsUpdate(value: unknown): value is DefinitionsUpdate {
  const { version, complete, stale, experiments, removed } = (value ?? {}) as Partial<DefinitionsUpdate>;
  return (
    typeof version === 'string' &&
    typeof complete === 'boolean' &&
    typeof stale === 'boolean' &&
    Array.isArray(experiments) &&
    experiments.every(isDefinition) &&
    Array.isArray(removed) &&
    removed.every((key) => typeof key === 'string')
  );
}

function isDefinition(value: unknown): value is ExperimentDefinition {
  const { key, release, snapshot } = (value ?? {}) as Partial<ExperimentDefinition>;
  return typeof key === 'string' && typeof release === 'string' && Array.isArray(snapshot?.variants);
}
