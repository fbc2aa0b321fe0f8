import { compileFlow } from '../compile-flow';
import { flowWith } from '../testing/example-flows';
import { bare, playFlow } from '../testing/play-flow';

const end = { final: 'completed' };
const ask = { collect: 'age', ask: 'How old?', next: 'end' };

describe('choose', () => {
  const states = {
    here: {
      choose: [{ when: 'slots.age < 18', to: 'young' }, { when: 'has(slots.age)', to: 'old' }, { to: 'unknown' }],
    },
    young: { final: 'young' },
    old: { final: 'old' },
    unknown: { final: 'unknown' },
  };

  test.each([
    [{ age: 17 }, 'young'],
    [{ age: 18 }, 'old'],
    [{}, 'unknown'],
  ])('of %j goes to %s without a word', (slots, outcome) =>
    expect(playFlow(flowWith({}, { states }), [], { slots }).steps).toEqual([
      ['> here', `> ${outcome}`, `END ${outcome}`],
    ]),
  );

  test('that chooses itself for ever ends, stuck', () => {
    const round = { here: { choose: [{ when: 'false', to: 'end' }, { to: 'here' }] }, end };
    expect(playFlow(flowWith({}, { states: round }), []).state).toMatchObject({ outcome: 'stuck', state: 'here' });
  });
});

describe('entry and exit', () => {
  test('set slots by expressions and literals, all from what was there before', () => {
    const here = {
      say: 'Hi',
      entry: { set: { age: 'slots.age + 1', price: 'double(slots.age)', name: '"Ana"', sure: true } },
      exit: { set: { age: null, size: '"small"' } },
      next: [{ when: 'slots.age == 42', to: 'end' }, { to: 'here' }],
    };
    expect(playFlow(flowWith(here), [], { slots: { age: 41 } })).toEqual({
      steps: [
        [
          'age = 42',
          'price = 41',
          'name = "Ana"',
          'sure = true',
          '> here',
          'Hi',
          'age = null',
          'size = "small"',
          '> end',
          'END completed',
        ],
      ],
      state: {
        state: 'end',
        slots: { price: 41, name: 'Ana', sure: true, size: 'small' },
        tries: 0,
        turns: 0,
        outcome: 'completed',
      },
    });
  });

  test('what a schema refuses, and what an expression does not give, is left as it was', () => {
    const set = {
      age: 'dyn(200)',
      price: 'slots.price + 1.0',
      name: 'dyn("x")',
      size: 'dyn("huge")',
      sure: '"yes" == "yes"',
    };
    expect(
      playFlow(flowWith({ say: 'Hi', entry: { set }, next: 'end' }), [], { slots: { name: 'Bo' } }).state.slots,
    ).toEqual({ name: 'Bo', sure: true });
  });

  test('a slot that is cleared on entry is asked for again', () => {
    const here = { ...ask, entry: { set: { age: null } } };
    expect(playFlow(flowWith(here), ['5'], { slots: { age: 4 } }).steps).toEqual([
      ['age = null', '> here', 'How old?'],
      ['age = 5', '> end', 'END completed'],
    ]);
  });

  test('a final state sets before it speaks', () => {
    const states = { here: { final: 'done', entry: { set: { name: '"Ana"' } }, say: 'Bye {{ slots.name }}' } };
    expect(playFlow(flowWith({}, { states }), []).steps).toEqual([['name = "Ana"', '> here', 'Bye Ana', 'END done']]);
  });
});

describe('after', () => {
  const timed = { ...ask, after: { PT10M: 'late', P1D: 'end' }, exit: { set: { sure: true } } };
  const states = { here: timed, late: { say: 'Still there?', next: 'here' }, end };
  const flow = flowWith({}, { states });

  test('counts from when the state was entered, whatever is said meanwhile', () => {
    const { state } = playFlow(flow, [{ type: 'USER', text: 'x', at: 500_000 }], { at: 1000 });
    expect(state).toMatchObject({ state: 'here', tries: 1, due: { 'after.PT10M': 601_000, 'after.P1D': 86_401_000 } });
  });

  test('leads on when it rings, and counts anew', () => {
    const { steps, state } = playFlow(flow, [{ type: 'TIMER', timer: 'after.PT10M', at: 700_000 }]);
    expect(steps[1]).toEqual(['sure = true', '> late', 'Still there?', '> here', 'How old?']);
    expect(state.due).toEqual({ 'after.PT10M': 1_300_000, 'after.P1D': 87_100_000 });
  });

  test.each([
    ['too early', 'after.PT10M', 599_999],
    ['that the state has not', 'after.PT11M', 700_000],
    ['of a word that objects have', 'constructor', 700_000],
  ])('a timer %s changes nothing', (_, timer, at) => {
    const before = playFlow(flow, []).state;
    expect(playFlow(flow, [{ type: 'TIMER', timer, at }])).toEqual({ steps: [expect.anything(), []], state: before });
  });

  test('a timer that another version of the flow has set rings once, for nothing', () => {
    const machine = compileFlow(flow);
    const { state } = machine.start(bare, { at: 0 });
    const migrated = { ...state, due: { 'after.PT5M': 300_000, ...state.due } };
    expect(machine.nextDue(migrated)).toBe(300_000);
    expect(machine.transition(migrated, { type: 'TIMER', timer: 'after.PT5M', at: 300_000 }, bare)).toEqual({
      state,
      actions: [],
    });
  });

  test('a state that is left has no timers, and neither has the end', () => {
    const { state } = playFlow(flow, ['5', { type: 'TIMER', timer: 'after.PT10M', at: 700_000 }]);
    expect(state).toEqual({ state: 'end', slots: { age: 5, sure: true }, tries: 0, turns: 0, outcome: 'completed' });
  });
});
