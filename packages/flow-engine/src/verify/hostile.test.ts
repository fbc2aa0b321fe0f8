import { limits } from '../limits';
import { verifyFlow } from './verify-flow';

const placesOf = (definition: unknown) => verifyFlow(definition).map(({ kind, path }) => `${kind} ${path.join('.')}`);
const many = <Value>(count: number, make: (index: number) => Value) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, make(index)]));
const nested = (depth: number): object => (depth === 0 ? {} : { say: nested(depth - 1) });

/** CPU of this process, in milliseconds: what others do on the machine does not count. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

test.each<[what: string, definition: unknown, places: string]>([
  ['10,000 states', { initial: 's0', states: many(10_000, () => ({ final: 'a' })) }, 'invalid_definition states'],
  [
    'a state a thousand levels deep',
    { initial: 'a', states: { a: { say: nested(1_000), next: 'a' } } },
    'invalid_definition states.a.say',
  ],
  ['a list for a flow', [1, 2], 'invalid_definition '],
  ['numbers for states', { initial: 1, states: { a: 7 } }, 'invalid_definition states.a'],
  ['a name in Cyrillic letters', { initial: 'а', states: { а: { final: 'a' } } }, 'invalid_definition states.а'],
  [
    'a name that JavaScript keeps',
    { initial: 'constructor', states: { constructor: { final: 'a' } } },
    'invalid_definition states.constructor',
  ],
])('%s: refused in bounded time', (_, definition, place) => {
  let places: string[] = [];
  expect(cpuOf(() => (places = placesOf(definition)))).toBeLessThan(10_000);
  expect(places).toContain(place);
});

test('as many states, slots and guards as are allowed are judged in bounded time', () => {
  const states = limits.states - 1;
  const definition = {
    initial: 's0',
    slots: many(limits.slots, () => ({ schema: { type: 'integer', minimum: 0, maximum: 1_000 } })),
    states: {
      ...many(states, (index) => ({
        collect: `s${index % limits.slots}`,
        ask: 'How many?',
        next: [
          {
            when: `slots.s${(index * 7) % limits.slots} * slots.s${(index * 3) % limits.slots} > ${index * 10}`,
            to: `s${(index * 5) % states}`,
          },
          { to: index + 1 < states ? `s${index + 1}` : 'z' },
        ],
      })),
      z: { final: 'completed' },
    },
  };
  expect(cpuOf(() => verifyFlow(definition))).toBeLessThan(60_000);
});
