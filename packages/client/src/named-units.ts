import type { Assignable, AssignableVariant } from '@trialogue/assignment';
import { unitTag } from '@trialogue/assignment/unit-tag';

/** A snapshot as a key gets it that may not see which units are named: tag → variant in place of `overrides`. */
export type Tagged<Variant extends AssignableVariant> = Assignable<Variant> & {
  readonly taggedOverrides?: { readonly [tag: string]: string };
};

/** Salt → its tagger, for snapshots that have tags somewhere; undefined for those that have none. */
const known = new WeakMap<object, ((unit: string) => string) | undefined>();

/** The snapshot with the override of this one unit, also in what it asks for; itself where the unit is not named. */
export function withOverrideOf<Variant extends AssignableVariant>(
  snapshot: Tagged<Variant>,
  unit: string,
): Assignable<Variant> {
  if (!known.has(snapshot)) known.set(snapshot, snapshot.taggedOverrides && unitTag(snapshot.salt));
  const tagOf = known.get(snapshot);
  const tag = tagOf?.(unit);
  const variant =
    tag !== undefined && Object.hasOwn(snapshot.taggedOverrides!, tag) ? snapshot.taggedOverrides![tag] : undefined;
  const { prerequisites } = snapshot;
  const asked = prerequisites?.map((one) => ({ ...one, experiment: withOverrideOf(one.experiment, unit) }));
  const isSame = !asked?.some(({ experiment }, index) => experiment !== prerequisites![index]!.experiment);
  if (variant === undefined && isSame) return snapshot;
  return {
    ...snapshot,
    ...(variant !== undefined && { overrides: { [unit]: variant } }),
    ...(asked && { prerequisites: asked }),
  };
}
