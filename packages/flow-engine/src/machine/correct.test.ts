import { compileFlow } from '../compile-flow';
import type { FlowDefinition } from '../definition';
import { bare, playFlow } from '../testing/play-flow';

const table: FlowDefinition = {
  initial: 'ask_guests',
  slots: {
    guests: { description: 'People at the table.', schema: { type: 'integer', minimum: 1, maximum: 12 } },
    diet: { schema: { enum: ['everything', 'vegan'] } },
    email: { schema: { type: 'string', format: 'email' } },
    sure: { schema: { type: 'boolean' } },
  },
  correction: { say: 'So {{ slots.guests }}.' },
  states: {
    ask_guests: {
      collect: 'guests',
      ask: 'How many?',
      rule: { when: 'slots.guests != 7', otherwise: '{{ slots.guests }} bring bad luck.' },
      next: [{ when: 'slots.guests > 8', to: 'large' }, { to: 'ask_diet' }],
    },
    large: { say: 'A large table.', next: 'ask_diet' },
    ask_diet: { collect: 'diet', ask: 'What do you eat?', next: 'ask_email' },
    ask_email: { collect: 'email', ask: 'Your email?', next: 'confirm' },
    confirm: { collect: 'sure', ask: 'Sure?', next: 'end' },
    end: { final: 'completed' },
  },
};

test.each<[what: string, said: string[], last: string[], slots: object]>([
  [
    'a correction goes back and on to the question, and decides anew',
    ['4', 'no, I meant 10'],
    ['guests = 10', 'So 10.', '> large', 'A large table.', '> ask_diet', 'What do you eat?'],
    { guests: 10 },
  ],
  [
    'slots that are filled are not asked for again',
    ['4', 'vegan', 'actually 5 people'],
    ['guests = 5', 'So 5.', '> ask_email', 'Your email?'],
    { guests: 5, diet: 'vegan' },
  ],
  [
    'one that is named',
    ['4', 'vegan', 'a@example.com', 'change my email to x@example.com'],
    ['email = "x@example.com"', 'So 4.', '> confirm', 'Sure?'],
    { guests: 4, diet: 'vegan', email: 'x@example.com' },
  ],
  [
    'a value that a rule refuses leaves what there is',
    ['4', 'I meant 7'],
    ['7 bring bad luck.', 'What do you eat?'],
    { guests: 4 },
  ],
  [
    'what fits nothing is an answer, and no good one',
    ['4', 'I meant 13'],
    ['Please choose one of 1) everything, 2) vegan.'],
    { guests: 4 },
  ],
  [
    'an answer is corrected before it is one',
    ['200', 'sorry, I meant 4'],
    ['guests = 4', '> ask_diet', 'What do you eat?'],
    { guests: 4 },
  ],
])('%s', (_, said, last, slots) => {
  const { steps, state } = playFlow(table, said);
  expect(steps.at(-1)).toEqual(last);
  expect(state.slots).toEqual(slots);
});

test('which state collected a slot is kept as long as the flow goes on', () => {
  expect(playFlow(table, ['4', 'vegan', 'actually 5 people']).state).toEqual({
    state: 'ask_email',
    slots: { guests: 5, diet: 'vegan' },
    tries: 0,
    turns: 0,
    collected: [
      ['diet', 'ask_diet'],
      ['guests', 'ask_guests'],
    ],
  });
  expect(playFlow(table, ['4', 'vegan', 'a@example.com', 'yes']).state).not.toHaveProperty('collected');
});

test('a refused correction is no try', () => {
  const { state } = playFlow(table, ['4', 'what?', ...Array(5).fill('I meant 7')]);
  expect(state).toMatchObject({ state: 'ask_diet', tries: 1, turns: 6 });
});

test('a slot that was given, and not collected, is not corrected', () =>
  expect(playFlow(table, ['I meant 5'], { slots: { guests: 4 } }).state).toMatchObject({
    slots: { guests: 4 },
    tries: 1,
  }));

test('a flow can do without, and have words of its own', () => {
  const without = playFlow({ ...table, correction: false }, ['4', 'I meant 5']).state;
  expect(without).toEqual({ state: 'ask_diet', slots: { guests: 4 }, tries: 1, turns: 1 });
  const own = { ...table, correction: { words: ['rather'] } };
  expect(playFlow(own, ['4', 'I meant 5']).state.slots).toEqual({ guests: 4 });
  expect(playFlow(own, ['4', 'rather 5']).state.slots).toEqual({ guests: 5 });
});

test('a state that is not there any more is not gone back to', () => {
  const machine = compileFlow(table);
  const { state } = machine.transition(
    { state: 'ask_diet', slots: { guests: 4 }, tries: 0, turns: 0, collected: [['guests', 'ask_people']] },
    { type: 'USER', text: 'I meant 5', at: 0 },
    bare,
  );
  expect(state).toMatchObject({ state: 'ask_diet', slots: { guests: 4 }, tries: 1 });
});

test('in free conversation a correction is for the model', () => {
  const states: FlowDefinition['states'] = {
    ...table.states,
    confirm: { prompt: {}, until: 'turns > 3', next: 'end' },
  };
  const said = ['4', 'vegan', 'a@example.com', 'actually 5 people'];
  expect(playFlow({ ...table, states }, said).steps.at(-1)).toEqual(['EXECUTE']);
});

describe('while something outside is awaited', () => {
  const waiting: FlowDefinition = {
    ...table,
    states: {
      ...table.states,
      confirm: { await: { event: 'paid' }, meanwhile: 'Please pay.', after: { PT1H: 'end' }, next: 'end' },
    },
  };
  const asked = ['4', 'vegan', 'a@example.com'];

  test('a correction goes back, and on to what is awaited', () => {
    const { steps, state } = playFlow(waiting, [...asked, 'actually 5 people']);
    expect(steps.at(-1)).toEqual(['guests = 5', 'So 5.', '> confirm']);
    expect(state).toMatchObject({ state: 'confirm', slots: { guests: 5 } });
  });

  test('one that a rule refuses is told, and anything else gets what is said meanwhile', () => {
    const { steps, state } = playFlow(waiting, [...asked, 'I meant 7 guests', 'When?']);
    expect(steps.slice(-2)).toEqual([['7 bring bad luck.'], ['Please pay.']]);
    expect(state.slots).toMatchObject({ guests: 4 });
  });

  test('where the flow does without corrections, none is heard', () => {
    const { steps } = playFlow({ ...waiting, correction: false }, [...asked, 'actually 5 people']);
    expect(steps.at(-1)).toEqual(['Please pay.']);
  });
});

describe('a correction that is checked', () => {
  const checked = (entry?: object): FlowDefinition => ({
    ...table,
    states: {
      ...table.states,
      ask_guests: {
        ...{ collect: 'guests', ask: 'How many?', ...(entry && { entry }) },
        next: [{ when: 'slots.guests > 8', to: 'large' }, { to: 'ask_diet' }],
        check: {
          call: { tool: 'tables', input: { guests: 'slots.guests' } },
          valid: 'result.free',
          otherwise: 'No table for {{ slots.guests }}.',
        },
      },
    } as FlowDefinition['states'],
  });
  const answer = (effect: number, free: boolean) => ({ type: 'CALLED', effect, result: { free } });
  const said = ['4', answer(1, true), 'actually 5 people'];

  test('is entered, for there the conversation stands meanwhile', () => {
    const { steps, state } = playFlow(checked(), said);
    expect(steps.at(-1)).toEqual(['> ask_guests', expect.stringMatching(/^CALL .*"guests":5/)]);
    expect(state).toMatchObject({ state: 'ask_guests', slots: { guests: 4 }, pending: 5, corrected: true });
  });

  test.each<[what: string, entry: object | undefined, free: boolean, last: string[], guests: number | undefined]>([
    ['taken', undefined, true, ['guests = 5', 'So 5.', '> ask_diet', 'What do you eat?'], 5],
    ['refused', undefined, false, ['No table for 5.', '> ask_diet', 'What do you eat?'], 4],
    [
      'taken, where `entry` clears the slot',
      { set: { guests: null } },
      true,
      ['guests = 5', 'So 5.', '> ask_diet', 'What do you eat?'],
      5,
    ],
    ['refused, where `entry` clears the slot', { set: { guests: null } }, false, ['No table for 5.'], undefined],
  ])('%s', (_, entry, free, last, guests) => {
    const { steps, state } = playFlow(checked(entry), [...said, answer(2, free)]);
    expect(steps.at(-1)).toEqual(last);
    expect(state.slots.guests).toBe(guests);
    expect(state).not.toHaveProperty('corrected');
  });
});

test('`say` is said, too, where `entry` clears the slot', () => {
  const cleared = { ...table.states.ask_guests, entry: { set: { guests: null } } } as FlowDefinition['states'][string];
  const { steps } = playFlow({ ...table, states: { ...table.states, ask_guests: cleared } }, ['4', 'I meant 5']);
  expect(steps.at(-1)).toEqual(['guests = null', 'guests = 5', 'So 5.', '> ask_diet', 'What do you eat?']);
});
