import { flowWith } from '../testing/example-flows';
import { type Happening, playFlow } from '../testing/play-flow';

const end = { final: 'completed' };
const sorry = { final: 'sorry' };
const called = (effect: number, result: unknown): Happening => ({ type: 'CALLED', effect, result });
const failed = (effect: number): Happening => ({ type: 'CALL_FAILED', effect, code: 'X', message: 'No.' });

describe('call', () => {
  const here = {
    call: { strategy: 'look_up', config: { deep: 1 }, input: { years: 'slots.age + 1', kind: true }, within: 'PT5S' },
    save: { price: 'result.price', name: 'result.name' },
    next: [{ when: 'result.price > 9.5 && has(slots.name)', to: 'end' }, { to: 'cheap' }],
    failed: 'sorry',
  };
  const states = { here, end, sorry, cheap: { final: 'cheap' } };
  const flow = flowWith({}, { states });
  const begin = { slots: { age: 4 } };

  test('is made with its input, and its result is saved and chosen by', () =>
    expect(playFlow(flow, [called(1, { price: 10, name: 'Ana' })], begin)).toEqual({
      steps: [
        [
          '> here',
          'CALL {"effect":1,"strategy":"look_up","config":{"deep":1},"input":{"years":5,"kind":true},"withinMs":5000}',
        ],
        ['price = 10', 'name = "Ana"', '> end', 'END completed'],
      ],
      state: {
        state: 'end',
        slots: { age: 4, price: 10, name: 'Ana' },
        tries: 0,
        turns: 0,
        outcome: 'completed',
        effects: 1,
      },
    }));

  test('is waited for by its number', () =>
    expect(playFlow(flow, [], begin).state).toEqual({
      state: 'here',
      slots: { age: 4 },
      tries: 0,
      turns: 0,
      effect: 1,
      effects: 1,
    }));

  test('that fails leads to `failed`', () =>
    expect(playFlow(flow, [failed(1)], begin).steps[1]).toEqual(['> sorry', 'END sorry']));

  test('whose result cannot be saved leads to `failed`, with what could be', () =>
    expect(playFlow(flow, [called(1, { price: 3, name: 'x' })], begin).steps[1]).toEqual([
      'price = 3',
      '> sorry',
      'END sorry',
    ]));

  test('without `failed` ends the flow where it fails, and saves what can be saved', () => {
    const { failed: _, ...open } = here;
    const bold = flowWith({}, { states: { here: open, end, cheap: { final: 'cheap' } } });
    expect(playFlow(bold, [failed(1)]).state).toMatchObject({ state: 'here', outcome: 'call_failed' });
    expect(playFlow(bold, [called(1, null)]).state).toMatchObject({ outcome: 'cheap', slots: {} });
  });

  test.each<[string, Happening]>([
    ['another number', called(2, {})],
    ['another number that failed', failed(0)],
    ['an event', { type: 'EVENT', name: 'paid', data: {} }],
    ['what nobody has', { type: 'HANDED_BACK', data: {} }],
  ])('%s changes nothing', (_, happening) => {
    const before = playFlow(flow, [], begin).state;
    expect(playFlow(flow, [happening], begin)).toEqual({ steps: [expect.anything(), []], state: before });
  });

  test('a result that came already changes nothing', () => {
    const twice = flowWith({}, { states: { ...states, end: { ...here, next: 'sorry' } } });
    const first = called(1, { price: 10, name: 'Ana' });
    const { steps, state } = playFlow(twice, [first, first, called(2, { price: 11, name: 'Bo' })], begin);
    expect(steps[2]).toEqual([]);
    expect(state).toMatchObject({ outcome: 'sorry', slots: { price: 11, name: 'Bo' }, effects: 2 });
  });

  test('times out by `after`; what comes later changes nothing', () => {
    const timed = flowWith({}, { states: { ...states, here: { ...here, after: { PT1M: 'sorry' } } } });
    const late: Happening = { type: 'TIMER', timer: 'after.PT1M', at: 60_000 };
    const { steps, state } = playFlow(timed, [late, called(1, { price: 10, name: 'Ana' })], begin);
    expect(steps.slice(1)).toEqual([['> sorry', 'END sorry'], []]);
    expect(state).toMatchObject({ outcome: 'sorry', effects: 1 });
  });

  test('sixteen in one turn are enough', () => {
    const round = flowWith(
      {},
      {
        states: {
          here: { ...here, save: {}, next: [{ when: 'text == "stop"', to: 'end' }, { to: 'here' }] },
          end,
          sorry,
        },
      },
    );
    const { steps, state } = playFlow(
      round,
      Array.from({ length: 16 }, (_, index) => called(index + 1, {})),
    );
    expect(state).toMatchObject({ outcome: 'stuck', effects: 16 });
    expect(steps.at(-1)).toEqual(['> here', 'END stuck']);
  });

  test('a message of the user begins to count anew, and is there for guards after a call', () => {
    const states = {
      here: { prompt: {}, until: 'true', next: 'look' },
      look: { ...here, save: {}, next: [{ when: 'text == "stop"', to: 'end' }, { to: 'here' }] },
      end,
      sorry,
    };
    const turn = (effect: number, text: string): Happening[] => [
      text,
      { type: 'ANSWERED', text: 'Yes.' },
      called(effect, {}),
    ];
    const turns = Array.from({ length: 20 }, (_, index) => turn(index + 1, index === 19 ? 'stop' : 'more')).flat();
    const { state } = playFlow(flowWith({}, { states }), turns);
    expect(state).toMatchObject({ outcome: 'completed', effects: 20 });
    expect(playFlow(flowWith({}, { states }), turns.slice(0, 2)).state).toMatchObject({ text: 'more', spent: 1 });
  });
});

describe('a prompt with an output', () => {
  const schema = {
    type: 'object',
    required: ['price'],
    properties: { price: { type: 'number' }, name: { type: 'string' } },
  };
  const output = {
    schema,
    say: 'It costs {{ result.price }}.',
    save: { price: 'result.price', age: 'int(result.price)' },
  };
  const here = {
    prompt: { prompt_version_id: 'meal@1', output },
    until: 'result.price > 1',
    next: [{ when: 'result.price > 100', to: 'dear' }, { to: 'end' }],
    failed: 'sorry',
  };
  const states = { here, end, sorry, dear: { final: 'dear' } };
  const flow = flowWith({}, { states });
  const answered = (text: string): Happening => ({ type: 'ANSWERED', text });

  test('saves and says what an answer of its schema holds', () =>
    expect(playFlow(flow, ['How much?', answered('```json\n{"price": 3.5}\n```')]).steps.slice(1)).toEqual([
      ['EXECUTE meal@1'],
      ['price = 3.5', 'age = 3', 'It costs 3.5.', '> end', 'END completed'],
    ]));

  test('goes on talking until its guard holds', () => {
    const { steps, state } = playFlow(flow, [
      'How much?',
      answered('{"price": 1}'),
      'And now?',
      answered('{"price":101}'),
    ]);
    expect(steps.slice(2, 4)).toEqual([['price = 1', 'age = 1', 'It costs 1.'], ['EXECUTE meal@1']]);
    expect(state).toMatchObject({ outcome: 'dear', slots: { price: 101, age: 101 } });
  });

  test.each([
    ['text', 'It costs three.', 'The answer is no JSON object.'],
    ['a list', '[1]', 'The answer is no JSON object.'],
    ['a value of another type', '{"price":"3"}', 'price: found "3"; expected a number'],
    ['a missing value', '{}', 'price: is missing; expected a number'],
    ['what a slot refuses', '{"price":121}', 'age: It can be at most 120.'],
    ['a number that is none', '{"price":1e999}', expect.stringMatching(/^price: /)],
    ['a text that cannot be stored', '{"price":1,"name":"\\u0000"}', 'name: a NUL character cannot be stored'],
    [
      'what is nested too deeply',
      `{"price":1,"x":${'['.repeat(40_000)}${']'.repeat(40_000)}}`,
      'The answer is nested more than 64 levels deep.',
    ],
    ['what is too long', `{"price":1,"x":"${'x'.repeat(100_000)}"}`, 'The answer is no JSON object.'],
  ])('%s is asked for again, with what was wrong', (_, text, problem) => {
    const { steps, state } = playFlow(flow, ['How much?', answered(text), answered('{"price":2}')]);
    expect(steps[2]).toEqual([
      typeof problem === 'string' ? `EXECUTE meal@1${problem}` : expect.stringMatching(/^EXECUTE meal@1price: /),
    ]);
    expect(state).toMatchObject({ outcome: 'completed', slots: { price: 2, age: 2 } });
  });

  test('has failed after three answers that do not match', () => {
    const { steps, state } = playFlow(flow, ['How much?', answered('a'), answered('b'), answered('c')]);
    expect(steps.slice(-2)).toEqual([['EXECUTE meal@1The answer is no JSON object.'], ['> sorry', 'END sorry']]);
    expect(state).toMatchObject({ outcome: 'sorry', slots: {} });
    expect(playFlow(flow, ['How much?', answered('a'), answered('b')]).state).toMatchObject({ attempts: 2, spent: 2 });
  });

  test('without `failed` ends as not structured', () => {
    const { failed: _, ...open } = { ...here, prompt: { output: { schema, max_tries: 1 } } };
    const bold = flowWith({}, { states: { here: open, end, dear: sorry } });
    expect(playFlow(bold, ['?', answered('a')]).state).toMatchObject({ outcome: 'not_structured', state: 'here' });
  });

  test('tries begin anew with the next message', () => {
    const talk = [
      '?',
      answered('a'),
      answered('{"price":0}'),
      '?',
      answered('b'),
      answered('c'),
      answered('{"price":4}'),
    ];
    expect(playFlow(flow, talk).state).toMatchObject({ outcome: 'completed', slots: { price: 4 } });
  });
});

describe('await', () => {
  const here = {
    await: { event: 'paid' },
    meanwhile: 'We wait, {{ slots.name }}.',
    save: { price: 'result.amount', age: 'result.amount' },
    next: [{ when: 'result.amount > 5', to: 'end' }, { to: 'sorry' }],
  };
  const flow = flowWith({}, { states: { here, end, sorry } });
  const begin = { slots: { name: 'Ana' } };
  const paid = (amount: unknown): Happening => ({ type: 'EVENT', name: 'paid', data: { amount } });

  test('goes on with its event, and tells who writes meanwhile that it waits', () =>
    expect(playFlow(flow, ['Now?', { type: 'EVENT', name: 'sent', data: {} }, paid(500)], begin)).toEqual({
      steps: [['> here'], ['We wait, Ana.'], [], ['price = 500', '> end', 'END completed']],
      state: { state: 'end', slots: { name: 'Ana', price: 500 }, tries: 0, turns: 0, outcome: 'completed' },
    }));

  test('an event that comes twice is taken once', () =>
    expect(playFlow(flow, [paid(1), paid(9)], begin).state).toMatchObject({ outcome: 'sorry', slots: { price: 1 } }));
});

describe('handoff', () => {
  const here = {
    handoff: { to: 'billing', reason: '{{ slots.name }} is upset' },
    say: 'A person will help you.',
    save: { size: 'result.size' },
    next: [{ when: 'slots.size == "large"', to: 'end' }, { to: 'sorry' }],
    after: { PT1H: 'sorry' },
  };
  const flow = flowWith({}, { states: { here, end, sorry } });
  const begin = { slots: { name: 'Ana' } };

  test('hands over, and goes on with what it is handed back with', () =>
    expect(playFlow(flow, [{ type: 'HANDED_BACK', data: { size: 'large' } }], begin).steps).toEqual([
      ['> here', 'A person will help you.', 'HANDOFF {"to":"billing","reason":"Ana is upset"}'],
      ['size = "large"', '> end', 'END completed'],
    ]));

  test('nobody who comes in time', () =>
    expect(playFlow(flow, [{ type: 'TIMER', timer: 'after.PT1H', at: 3_600_000 }], begin).state.outcome).toBe('sorry'));

  test('what the user writes is the person’s to answer', () =>
    expect(() => playFlow(flow, ['Hello?'], begin)).toThrow('State here waits for agent or timer, not USER.'));
});
