import type { Abstract } from './abstract-value';

/** What is known of the places that guards read: `slots.age`, `turns`, `variables.plan`. Of others, nothing is. */
export type Surroundings = ReadonlyMap<string, Abstract>;

/** The same for surroundings that say the same. */
export const keyOf = (known: Surroundings): string =>
  [...known]
    .map(([place, value]) => `${place}=${valueKey(value)}`)
    .sort()
    .join();

/** The same for surroundings that say the same of these places. */
export const keyAt = (places: readonly string[], known: Surroundings): string => {
  let key = '';
  for (const place of places) {
    const value = known.get(place);
    key += value === undefined ? '?' : valueKey(value);
  }
  return key;
};

/** What surroundings say otherwise than those before, which they share most of. */
export const changesIn = (known: Surroundings, before: Surroundings): [place: string, value: Abstract][] =>
  known === before ? [] : [...known].filter(([place, value]) => before.get(place) !== value);

const valueKeys = new WeakMap<Abstract, string>();

/** The same for values that are the same. */
export function valueKey(value: Abstract): string {
  const known = valueKeys.get(value);
  if (known !== undefined) return known;
  const key = JSON.stringify(value, (_, one) => (typeof one === 'number' && !Number.isFinite(one) ? String(one) : one));
  valueKeys.set(value, key);
  return key;
}
