import type { FlowIncludes } from '../definition';
import { limits } from '../limits';
import { verifyFlow, verifying } from './verify-flow';

// What is bounded is CPU; a busy machine may take ten times as long for it.
jest.setTimeout(600_000);

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

test('as many calls, times, interruptions and assignments as are allowed are judged in bounded time', () => {
  const states = limits.states - 1;
  const following = (index: number) => (index + 1 < states ? `s${index + 1}` : 'z');
  const definition = {
    initial: 's0',
    slots: many(limits.slots, () => ({ schema: { type: 'integer' } })),
    on: Array.from({ length: limits.transitions }, (_, nth) => ({ when: `text == "${nth}"`, to: 'z' })),
    states: {
      ...many(states, (index) =>
        index % 2 === 0
          ? {
              call: { strategy: 'look', input: { n: `slots.s${index % limits.slots}` } },
              save: { [`s${index % limits.slots}`]: 'result.n' },
              entry: { set: many(limits.slots, (slot) => `slots.s${(slot * 7 + index) % limits.slots} + 1`) },
              next: [
                { when: `slots.s${(index * 3) % limits.slots} > ${index}`, to: `s${(index * 7) % states}` },
                { to: following(index) },
              ],
              failed: 'z',
              after: { PT1S: 's0', PT1M: `s${(index * 5) % states}`, P1D: 'z' },
            }
          : { await: { event: 'paid' }, meanwhile: 'Wait.', next: following(index), after: { PT1H: 's0' } },
      ),
      z: { final: 'completed' },
    },
  };
  let kinds: string[] = [];
  expect(cpuOf(() => (kinds = verifyFlow(definition).map(({ kind }) => kind)))).toBeLessThan(60_000);
  expect(kinds).not.toContain('invalid_definition');
});

test.each([
  ['twice in each other are judged', ['a', 'b'], []],
  [
    'four times in each other, which is too much to be pinned, are refused',
    ['a', 'b', 'c', 'd'],
    ['invalid_definition'],
  ],
])('flows that stand %s, in bounded time', (_, places, refused) => {
  let inner: FlowIncludes = {};
  for (let depth = 0; depth < limits.flowDepth - 1; depth++) {
    const names = Object.keys(inner);
    const states = Object.fromEntries(
      names.map((name, index) => [`s${index}`, { flow: name, next: index + 1 < names.length ? `s${index + 1}` : 'z' }]),
    );
    const definition = { initial: names.length > 0 ? 's0' : 'z', states: { ...states, z: { final: 'completed' } } };
    const one = { version: `flow${depth}@1`, definition, flows: inner } as FlowIncludes[string];
    inner = Object.fromEntries(places.map((name) => [name, one]));
  }
  const states = { s0: { flow: 'a', next: 'z' }, z: { final: 'completed' } };
  let kinds: string[] = [];
  expect(
    cpuOf(() => (kinds = verifyFlow({ initial: 's0', states }, { flows: inner }).map(({ kind }) => kind))),
  ).toBeLessThan(20_000);
  expect(kinds.filter((kind) => kind === 'invalid_definition')).toEqual(refused);
});

const letters = [...'abcdefghijklmnopqrst'];
const booleans = Object.fromEntries(letters.map((letter) => [letter, { schema: { type: 'boolean' } }]));
const deep = (around: (inner: string, slot: string) => string) =>
  letters.slice(1).reduce((inner, letter) => around(inner, `slots.${letter}`), 'slots.a');

test.each([
  ['equations', deep((inner, slot) => `(${inner})==${slot}`)],
  ['choices', deep((inner, slot) => `(${inner})?${slot}:!${slot}`)],
  ['alternatives', deep((inner, slot) => `(${slot}||turns>3)&&(${inner})`)],
])('%s within one another, as deep as a guard may be, do not double the work with each level', (_, when) => {
  const definition = {
    initial: 'ask',
    slots: booleans,
    states: { ask: { collect: 'a', ask: 'Yes?', next: [{ when, to: 'z' }, { to: 'z' }] }, z: { final: 'completed' } },
  };
  let kinds: string[] = [];
  expect(cpuOf(() => (kinds = verifyFlow(definition).map(({ kind }) => kind)))).toBeLessThan(20_000);
  expect(kinds).not.toContain('invalid_definition');
});

test('it pauses while it judges many guards that overlap, and ends', () => {
  const slots = many(limits.slots, () => ({ schema: { type: 'integer', minimum: 0, maximum: 1_000 } }));
  const asked = (index: number) => ({
    collect: `s${index % limits.slots}`,
    ask: 'How many?',
    next: [
      ...Array.from({ length: 15 }, (_, nth) => ({
        when: `slots.s${index % limits.slots} > ${nth * 10} && slots.s${(index + 1) % limits.slots} < ${500 - nth} || slots.s${index % limits.slots} == ${nth}`,
        to: nth % 2 === 1 ? 's0' : `s${(index + nth) % 60}`,
      })),
      { to: index < 59 ? `s${index + 1}` : 'z' },
    ],
  });
  const work = verifying({ initial: 's0', slots, states: { ...many(60, asked), z: { final: 'completed' } } });
  let isOver: boolean | undefined;
  let [longest, all] = [0, 0];
  while (!isOver) {
    const cpu = cpuOf(() => (isOver = work.next().done));
    longest = Math.max(longest, cpu);
    all += cpu;
  }
  expect(longest).toBeLessThan(5_000);
  expect(all).toBeLessThan(40_000);
});
