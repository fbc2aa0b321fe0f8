import { isWithin, join } from './abstract-value';
import { keyOf, type Surroundings } from './surroundings';

const most = { alternatives: 16, joins: 8 };

/** What is known where a state is entered: alternatives, and what they have in common once they are too many. */
export class Arrivals {
  all: Surroundings[] = [];
  private joins = 0;

  /** What it adds to what was known, to be followed from here; undefined where it says nothing new. */
  add(known: Surroundings): Surroundings | undefined {
    if (this.all.some((one) => covers(one, known))) return undefined;
    if (this.joins === 0 && this.all.length < most.alternatives) {
      this.all.push(known);
      return known;
    }
    this.joins += 1;
    const wider = this.joins > most.joins ? new Map() : [...this.all, known].reduce(joined);
    this.all = [wider];
    return wider;
  }
}

/** Whether all real surroundings of the one are among those of the other: a place that it does not know can be anything. */
const covers = (wide: Surroundings, narrow: Surroundings): boolean =>
  [...wide].every(([place, value]) => {
    const other = narrow.get(place);
    return other !== undefined && isWithin(other, value);
  });

/** What holds in both: a place of which one knows nothing is not known. */
export function joined(a: Surroundings, b: Surroundings): Surroundings {
  const places = [...a.keys()].filter((place) => b.has(place));
  return new Map(places.map((place) => [place, join(a.get(place)!, b.get(place)!)]));
}

/** Few alternatives that are the same altogether, or more than they are. */
export function fewOf(all: readonly Surroundings[]): Surroundings[] {
  if (all.length < 2) return [...all];
  const distinct = [...new Map(all.map((known) => [keyOf(known), known])).values()];
  return distinct.length > most.alternatives ? [distinct.reduce(joined)] : distinct;
}
