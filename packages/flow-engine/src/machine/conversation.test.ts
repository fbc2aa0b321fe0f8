import { compileFlow } from '../compile-flow';
import type { FlowDefinition, FlowIncludes } from '../definition';
import type { FlowState } from '../flow-state';
import { rootOf } from '../root-of';
import { bare, type Happening, playFlow } from '../testing/play-flow';

const slots = {
  city: { schema: { type: 'string' } },
  count: { schema: { type: 'integer', minimum: 1 } },
};
const ask = (slot: string, next: unknown, more: object = {}) => ({ collect: slot, ask: `${slot}?`, next, ...more });
const flow = (states: object, more: object = {}) => ({ initial: 'here', slots, states, ...more }) as FlowDefinition;
const included = (version: string, definition: FlowDefinition, flows?: FlowIncludes) => ({
  version,
  definition,
  ...(flows && { flows }),
});

/** Asks for a city and ends well, or badly. */
const where = flow({
  here: ask('city', [{ when: 'slots.city == "none"', to: 'lost' }, { to: 'done' }]),
  done: { final: 'found', say: 'Ah, {{ slots.city }}.' },
  lost: { final: 'lost' },
});
const flows = { where: included('where@3', where) };

describe('a sub-flow', () => {
  const main = flow({
    here: {
      flow: 'where',
      slots: { city: 'variables.city' },
      save: { city: 'result.city' },
      next: [{ when: 'outcome == "found" && result.city.size() > 2', to: 'count' }, { to: 'bye' }],
    },
    count: ask('count', 'bye'),
    bye: { final: 'completed', say: 'Bye from {{ slots.city }}.' },
  });

  test('is played, returns, and its slots and outcome are there to save and to choose by', () =>
    expect(playFlow(main, ['Rome', '2'], { flows })).toEqual({
      steps: [
        ['> here', '> where@3 here', 'city?'],
        ['city = "Rome"', '> where@3 done', 'Ah, Rome.', '< where@3 found', 'city = "Rome"', '> count', 'count?'],
        ['count = 2', '> bye', 'Bye from Rome.', 'END completed'],
      ],
      state: { state: 'bye', slots: { city: 'Rome', count: 2 }, tries: 0, turns: 0, outcome: 'completed' },
    }));

  test('stands in its own slots, and its caller waits with its', () => {
    const { state } = playFlow(main, [], { flows, slots: { count: 7 } });
    expect(state).toEqual({
      flow: 'where@3',
      state: 'here',
      slots: {},
      tries: 0,
      turns: 0,
      callers: [{ state: 'here', slots: { count: 7 }, tries: 0, turns: 0 }],
    });
    expect(rootOf(state)).toEqual({ state: 'here', slots: { count: 7 } });
  });

  test('begins with what it is given, but for what its own slots refuse', () => {
    const given = { surroundings: { variables: { city: 'Oslo' }, attributes: {} }, flows };
    expect(playFlow(main, [], given).steps[0]).toEqual([
      '> here',
      '> where@3 done',
      'Ah, Oslo.',
      '< where@3 found',
      'city = "Oslo"',
      '> count',
      'count?',
    ]);
    const refused = { surroundings: { variables: { city: 5 }, attributes: {} }, flows };
    expect(playFlow(main, [], refused).steps[0]).toEqual(['> here', '> where@3 here', 'city?']);
  });

  test('that ends otherwise is chosen by', () =>
    expect(playFlow(main, ['none'], { flows }).state).toMatchObject({ outcome: 'completed', slots: { city: 'none' } }));

  test('whose question is not answered ends with that outcome', () => {
    const strict = flow({ here: ask('count', 'done', { max_tries: 1 }), done: { final: 'done' } });
    const around = flow({
      here: { flow: 'strict', next: [{ when: 'outcome == "not_collected"', to: 'sorry' }, { to: 'end' }] },
      sorry: { final: 'sorry' },
      end: { final: 'completed' },
    });
    const { steps } = playFlow(around, ['none'], { flows: { strict: included('strict@1', strict) } });
    expect(steps[1]).toEqual(['< strict@1 not_collected', '> sorry', 'END sorry']);
  });

  test('that goes round without waiting ends the whole conversation', () => {
    const round = flow({
      here: { choose: [{ when: 'false', to: 'done' }, { to: 'there' }] },
      there: { choose: [{ when: 'slots.count > 1', to: 'done' }, { to: 'here' }] },
      done: { final: 'done' },
    });
    const inner = {
      where: included('round@1', {
        ...round,
        states: {
          ...round.states,
          here: ask('count', 'there'),
          there: { say: 'a', next: [{ when: 'slots.count > 9', to: 'done' }, { to: 'here' }] },
        },
      } as FlowDefinition),
    };
    const { steps, state } = playFlow(main, ['2'], { flows: inner });
    expect(steps[1]!.at(-1)).toBe('END stuck');
    expect(steps[1]!.filter((one) => one.startsWith('<'))).toEqual([]);
    expect(state).toMatchObject({ outcome: 'stuck', flow: 'round@1', callers: [{ state: 'here' }] });
  });

  test('of a sub-flow returns through both, and a version that is included twice is one', () => {
    const middle = flow({
      here: { flow: 'inner', save: { city: 'result.city' }, next: 'done' },
      done: { final: 'deep' },
    });
    const twice = flow({
      here: { flow: 'middle', save: { city: 'result.city' }, next: 'again' },
      again: { flow: 'where', slots: { city: 'slots.city' }, next: 'done' },
      done: { final: 'completed' },
    });
    const all = { ...flows, middle: included('middle@1', middle, { inner: included('where@3', where) }) };
    expect(playFlow(twice, ['Bern'], { flows: all }).steps).toEqual([
      ['> here', '> middle@1 here', '> where@3 here', 'city?'],
      [
        'city = "Bern"',
        '> where@3 done',
        'Ah, Bern.',
        '< where@3 found',
        'city = "Bern"',
        '> middle@1 done',
        '< middle@1 deep',
        'city = "Bern"',
        '> again',
        '> where@3 done',
        'Ah, Bern.',
        '< where@3 found',
        '> done',
        'END completed',
      ],
    ]);
  });

  test('has calls, timers and answers of its own, numbered through the conversation', () => {
    const calling = flow({
      here: { call: { strategy: 'look' }, save: { count: 'result' }, next: 'wait', failed: 'done' },
      wait: { await: { event: 'paid' }, meanwhile: 'Wait.', next: 'done', after: { PT1M: 'done' } },
      done: { final: 'done' },
    });
    const around = flow({
      here: { call: { strategy: 'first' }, next: 'sub' },
      sub: { flow: 'calling', save: { count: 'result.count' }, next: 'end' },
      end: { final: 'completed' },
    });
    const happenings: Happening[] = [
      { type: 'CALLED', effect: 1, result: null },
      { type: 'CALLED', effect: 2, result: 4 },
      'Now?',
      { type: 'TIMER', timer: 'after.PT1M', at: 60_000 },
    ];
    expect(playFlow(around, happenings, { flows: { calling: included('calling@2', calling) } })).toMatchObject({
      steps: [
        ['> here', expect.stringContaining('"effect":1')],
        ['> sub', '> calling@2 here', expect.stringContaining('"effect":2')],
        ['count = 4', '> calling@2 wait'],
        ['Wait.'],
        ['> calling@2 done', '< calling@2 done', 'count = 4', '> end', 'END completed'],
      ],
      state: { outcome: 'completed', effects: 2, slots: { count: 4 } },
    });
  });
});

describe('a link', () => {
  const main = flow({ here: ask('count', 'over'), over: { link: 'where', slots: { city: '"Bonn"' } } });

  test('goes over, and the other flow’s outcome is that of the conversation', () =>
    expect(playFlow(main, ['3'], { flows })).toEqual({
      steps: [
        ['> here', 'count?'],
        ['count = 3', '> over', '> where@3 done', 'Ah, Bonn.', 'END found'],
      ],
      state: { flow: 'where@3', state: 'done', slots: { city: 'Bonn' }, tries: 0, turns: 0, outcome: 'found' },
    }));

  test('does its `exit` before the other flow begins, with what that writes', () => {
    const over = { link: 'where', slots: { city: '"Bonn " + string(int(slots.count))' }, exit: { set: { count: 5 } } };
    const { steps } = playFlow(flow({ here: ask('count', 'over'), over }), ['3'], { flows });
    expect(steps[1]).toEqual(['count = 3', '> over', 'count = 5', '> where@3 done', 'Ah, Bonn 5.', 'END found']);
  });

  test('inside of a sub-flow returns from where it leads to whoever called', () => {
    const around = flow({
      here: { flow: 'main', save: { city: 'result.city' }, next: 'end' },
      end: { final: 'completed' },
    });
    const nested = { main: included('main@1', main, flows) };
    const { steps, state } = playFlow(around, ['3'], { flows: nested });
    expect(steps[1]).toEqual([
      'count = 3',
      '> main@1 over',
      '> where@3 done',
      'Ah, Bonn.',
      '< where@3 found',
      'city = "Bonn"',
      '> end',
      'END completed',
    ]);
    expect(state.slots).toEqual({ city: 'Bonn' });
  });
});

test('a state of a flow that is not included is a fault of the caller', () => {
  const machine = compileFlow(flow({ here: { flow: 'where', next: 'end' }, end: { final: 'completed' } }), flows);
  const state: FlowState = { flow: 'where@4', state: 'here', slots: {}, tries: 0, turns: 0 };
  expect(() => machine.transition(state, { type: 'USER', text: 'a', at: 0 }, bare)).toThrow(
    'The flow where@4 is not included.',
  );
});
