import type { FlowDefinition, FlowIncludes } from './definition';
import type { FlowState } from './flow-state';
import { migrateState } from './migrate-state';
import {
  overlaid,
  proposeStateMap,
  type SlotImage,
  type StateImage,
  slotMapProblems,
  stateMapProblems,
} from './state-map';

const integer = { schema: { type: 'integer', minimum: 0 } } as const;
const before: FlowDefinition = {
  initial: 'hello',
  slots: { age: integer, city: { schema: { type: 'string' } } },
  states: {
    hello: { say: 'Hello.', next: 'ask' },
    ask: { collect: 'age', ask: 'Age?', next: 'where', after: { PT10M: 'done' } },
    where: { collect: 'city', ask: 'Where?', next: 'talk' },
    talk: { prompt: { prompt_version_id: 'chef' }, until: 'text == "bye"', next: 'pay' },
    pay: { await: { event: 'paid' }, meanwhile: 'Wait.', next: 'more' },
    more: { flow: 'address', next: 'done' },
    done: { final: 'completed' },
  },
};
const { where: _, ...others } = before.states;

test.each<[string, FlowDefinition, Record<string, string | null>]>([
  ['nothing', before, { ask: 'ask', where: 'where', talk: 'talk', pay: 'pay', more: 'more' }],
  [
    'a state that has another name asks for the same slot',
    { ...before, states: { ...others, town: { collect: 'city', ask: 'Which town?', next: 'talk' } } },
    { ask: 'ask', where: 'town', talk: 'talk', pay: 'pay', more: 'more' },
  ],
  [
    'two new states ask for the same slot, so that it is for a person to say',
    {
      ...before,
      states: {
        ...others,
        town: { collect: 'city', ask: 'Town?', next: 'talk' },
        village: { collect: 'city', ask: 'Village?', next: 'talk' },
      },
    },
    { ask: 'ask', where: null, talk: 'talk', pay: 'pay', more: 'more' },
  ],
  [
    'a name means something else',
    {
      ...before,
      states: {
        ...before.states,
        ask: { say: 'No questions.', next: 'where' },
        pay: { await: { event: 'sent' }, meanwhile: 'Wait.', next: 'more' },
      },
    },
    { ask: null, where: 'where', talk: 'talk', pay: null, more: 'more' },
  ],
  [
    'a text changed',
    { ...before, states: { ...before.states, ask: { collect: 'age', ask: 'How old?', next: 'talk' } } },
    { ask: 'ask', where: 'where', talk: 'talk', pay: 'pay', more: 'more' },
  ],
])('what is proposed where %s', (_what, after, images) => {
  const proposed = proposeStateMap(before, after);
  expect(Object.fromEntries(proposed.map(({ from, to }) => [from, to]))).toEqual(images);
  expect(stateMapProblems(before, after, proposed)).toEqual([]);
});

test.each<[string, StateImage[], string, string]>([
  ['a state that is not there', [{ from: 'asc', to: 'ask' }], 'states.0.from', 'did you mean "ask"'],
  [
    'a state that nobody stands in',
    [{ from: 'hello', to: 'ask' }],
    'states.0.from',
    'no conversation can stand in "hello"',
  ],
  [
    'an image that nobody stands in',
    [{ from: 'ask', to: 'done' }],
    'states.0.to',
    'no conversation can stand in "done"',
  ],
  [
    'an image that waits for something else',
    [{ from: 'ask', to: 'pay' }],
    'states.0.to',
    'waits for the event "paid", and "ask" for the user',
  ],
  [
    'a state twice',
    [
      { from: 'ask', to: 'ask' },
      { from: 'ask', to: null },
    ],
    'states.1.from',
    'is there twice',
  ],
  [
    'a name of JavaScript’s',
    [{ from: 'constructor', to: 'ask' }],
    'states.0.from',
    'no conversation can stand in "constructor"',
  ],
])('a map is refused for %s', (_what, images, path, message) => {
  expect(stateMapProblems(before, before, images)).toEqual([
    expect.objectContaining({
      path: path.split('.').map((step) => (/\d/.test(step) ? Number(step) : step)),
      message: expect.stringContaining(message),
    }),
  ]);
});

test('a map of slots names what is there', () => {
  const images = [
    { from: 'age', to: 'years' },
    { from: 'ages', to: null },
    { from: 'city', to: null },
  ];
  expect(slotMapProblems(before, before, images).map(({ path }) => path.join('.'))).toEqual([
    'slots.0.to',
    'slots.1.from',
  ]);
});

describe('a state goes over', () => {
  const address: FlowDefinition = { initial: 'zip', states: { zip: { final: 'known' } } };
  const included: FlowIncludes = { address: { version: 'address@1', definition: address } };
  const standing = { slots: {}, tries: 0, turns: 0 };
  const go = (
    state: FlowState,
    {
      after = before,
      flows = included,
      states = [],
      slots = [],
    }: { after?: FlowDefinition; flows?: FlowIncludes; states?: StateImage[]; slots?: SlotImage[] } = {},
  ) =>
    migrateState(
      state,
      { definition: after, flows, slots, states: overlaid(states, proposeStateMap(before, after)) },
      1_000_000,
    );

  test('unchanged where nothing concerns it, and it is JSON', () => {
    const state: FlowState = {
      ...standing,
      state: 'where',
      slots: { age: 3 },
      tries: 2,
      turns: 2,
      effects: 4,
      collected: [['age', 'ask']],
    };
    expect(go(state)).toEqual({ state });
    expect(JSON.parse(JSON.stringify(go(state)))).toEqual({ state });
  });

  test('into the image of its state, with renamed and given up slots', () => {
    const after: FlowDefinition = {
      ...before,
      slots: { years: integer },
      states: { ...others, ask: { collect: 'years', ask: 'Age?', next: 'talk' } },
    };
    const state: FlowState = {
      ...standing,
      state: 'where',
      slots: { age: 3, city: 'Rome' },
      collected: [
        ['age', 'ask'],
        ['city', 'where'],
      ],
    };
    const more = {
      states: [
        { from: 'ask', to: 'ask' },
        { from: 'where', to: 'talk' },
      ],
      slots: [
        { from: 'age', to: 'years' },
        { from: 'city', to: null },
      ],
    };
    expect(go(state, { after, ...more })).toEqual({
      state: { ...standing, state: 'talk', slots: { years: 3 }, collected: [['years', 'ask']] },
    });
    expect(go(state, { after })).toEqual({
      problems: [
        { path: ['states', 'where'], message: expect.stringContaining('has no image') },
        { path: ['slots', 'age'], message: expect.stringContaining('would lose its value') },
        { path: ['slots', 'city'], message: expect.stringContaining('would lose its value') },
      ],
    });
  });

  test('not with a value that the slot does not take any more', () => {
    const after: FlowDefinition = {
      ...before,
      slots: { ...before.slots, age: { schema: { type: 'integer', minimum: 18 } } },
    };
    expect(go({ ...standing, state: 'where', slots: { age: 3 } }, { after })).toEqual({
      problems: [{ path: ['slots', 'age'], message: expect.stringContaining('does not take') }],
    });
    expect(go({ ...standing, state: 'where', slots: { age: 18 } }, { after })).toHaveProperty('state');
  });

  test('with the timers of its image, from when it entered the state', () => {
    const state: FlowState = { ...standing, state: 'ask', due: { 'after.PT10M': 900_000 } };
    const ask = { collect: 'age', ask: 'Age?', next: 'where' } as const;
    const timed = (more: object) =>
      go(state, { after: { ...before, states: { ...before.states, ask: { ...ask, ...more } } } });
    expect(timed({ after: { PT20M: 'done' } })).toEqual({ state: { ...state, due: { 'after.PT20M': 1_500_000 } } });
    expect(timed({})).toEqual({ state: { ...standing, state: 'ask' } });
    expect(timed({ no_input: { after: 'PT1M', say: 'Hello?' } })).toEqual({
      state: { ...standing, state: 'ask', due: { no_input: 1_060_000 } },
    });
    expect(go({ ...standing, state: 'where' }, { states: [{ from: 'where', to: 'ask' }] })).toEqual({
      state: { ...standing, state: 'ask', due: { 'after.PT10M': 1_600_000 } },
    });
  });

  describe('with the flow that it is in', () => {
    const inside: FlowState = {
      ...standing,
      flow: 'address@1',
      state: 'zip',
      callers: [{ ...standing, state: 'more', slots: { age: 3 } }],
    };
    const newer: FlowIncludes = { address: { version: 'address@2', definition: address } };

    test('where the other version includes the same version of that', () => {
      const { more, ...rest } = before.states;
      const after = { ...before, states: { ...rest, where_to: more! } };
      expect(go(inside, { after })).toEqual({
        state: { ...inside, callers: [{ ...standing, state: 'where_to', slots: { age: 3 } }] },
      });
    });

    test('and not where it includes another', () => {
      expect(go(inside, { flows: newer })).toEqual({
        problems: [{ path: ['states', 'more'], message: expect.stringContaining('waits for address@1') }],
      });
    });

    test('also when it was interrupted, or has gone over into it for good', () => {
      const interrupted: FlowState = {
        ...inside,
        callers: [{ ...standing, state: 'ask', interrupted: true, collected: [] }],
      };
      expect(go(interrupted)).toEqual({ state: interrupted });
      expect(go(interrupted, { flows: newer })).toHaveProperty('problems');
      const linked: FlowState = { ...standing, flow: 'address@1', state: 'zip' };
      expect(go(linked)).toEqual({ state: linked });
      expect(go(linked, { flows: newer })).toHaveProperty('problems');
    });
  });

  test.each([{ effect: 1 }, { text: 'Hi' }, { outcome: 'done' }])('not in the middle of a turn: %j', (more) => {
    expect(go({ ...standing, state: 'ask', ...more })).toEqual({
      problems: [{ path: ['states', 'ask'], message: 'is in the middle of a turn' }],
    });
  });
});
