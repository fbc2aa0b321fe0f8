import type { FlowDefinition } from '../definition';
import { closure, followersIn } from '../graph-problems';
import { type Abstract, anything, hasValue, present, valuesOf } from './abstract-value';
import type { Passing } from './passing';
import type { Surroundings } from './surroundings';

/** What corrections can lead to. */
export interface Corrections {
  /** In a state that waits for a message. */
  from(state: string, known: Surroundings): readonly Passing[];
  /** From the place that stands for all of them, where there is one. */
  readonly together: readonly Passing[];
}

/** In a flow with many states that collect: a correction in any of them can lead to each. Its name cannot be that of a state. */
export const corrected = '$corrected';
/** States that collect, up to which each correction is followed by itself. */
const mostSingly = 12;

interface Collecting {
  readonly name: string;
  readonly place: string;
  readonly values: Abstract;
}

/**
 * A correction writes a slot that was collected and goes back to the state that did. In a flow with few such states,
 * what else is known stays known; in one with many, nothing is.
 */
export function correctionsIn(flow: FlowDefinition): Corrections {
  if (flow.correction === false) return { from: () => [], together: [] };
  const collecting = Object.entries(flow.states).flatMap(([name, state]): Collecting[] =>
    'collect' in state
      ? [{ name, place: `slots.${state.collect}`, values: valuesOf(flow.slots![state.collect]!.schema) }]
      : [],
  );
  const to = ({ name, place, values }: Collecting, known: Surroundings): Passing => ({
    way: `correction.${name}`,
    to: name,
    known: new Map(known).set(place, values),
    corrected: [place, values],
  });
  if (collecting.length > mostSingly)
    return {
      from: () => [{ way: 'correction', to: corrected, known: new Map() }],
      together: collecting.map((one) => to(one, new Map())),
    };
  const reached = afterCollecting(
    flow,
    collecting.map(({ name }) => name),
  );
  return {
    from: (state, known) =>
      collecting
        .filter(({ name, place }) => reached.get(name)!.has(state) && isFilled(known.get(place)))
        .map((one) => to(one, known)),
    together: [],
  };
}

/** Where a conversation can stand that has been in a state that collects: a correction leads back to any of those, too. */
function afterCollecting(flow: FlowDefinition, names: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const after = followersIn(flow);
  const reached = new Map(names.map((name) => [name, closure(after(name), after)]));
  const isHeard = (state: string) => reached.has(state) || 'await' in flow.states[state]!;
  const back = (state: string) => (isHeard(state) ? names.filter((name) => reached.get(name)!.has(state)) : []);
  for (let size = -1; size < sizeOf(reached); ) {
    size = sizeOf(reached);
    for (const [name, states] of reached)
      reached.set(
        name,
        closure([...states], (one) => [...after(one), ...back(one)]),
      );
  }
  return reached;
}

const sizeOf = (sets: ReadonlyMap<string, ReadonlySet<string>>): number =>
  [...sets.values()].reduce((sum, { size }) => sum + size, 0);

const isFilled = (value: Abstract = anything) => hasValue(present(value));
