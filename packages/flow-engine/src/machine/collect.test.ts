import { compileFlow } from '../compile-flow';
import type { CollectState, FlowDefinition } from '../definition';
import { bare, playFlow } from '../testing/play-flow';

const end = { final: 'completed' };
const asking = (state: Partial<CollectState>, more: Partial<FlowDefinition> = {}): FlowDefinition => ({
  initial: 'ask',
  slots: {
    age: { schema: { type: 'integer', minimum: 0, maximum: 120 } },
    code: { schema: { type: 'string', pattern: '^[A-Z]{2}[0-9]{3}$' } },
  },
  states: { ask: { collect: 'age', ask: 'How old?', next: 'end', ...state }, end },
  ...more,
});
const failing: FlowDefinition['states'] = { end, gone: { final: 'gone' } };
const withFailed = (state: Partial<CollectState>) => {
  const flow = asking({ ...state, failed: 'gone' });
  return { ...flow, states: { ...flow.states, ...failing } };
};

describe('what is said to an answer', () => {
  const flow = asking({ no_match: ['A number, please.', 'Digits!'], invalid: ['{{ problem }}', 'No.'], max_tries: 5 });

  test.each<[what: string, said: string[], texts: string[]]>([
    ['nothing understood', ['what?', 'why?', 'eh?'], ['A number, please.', 'Digits!', 'Digits!']],
    ['refused by the schema', ['300', '-4', '2.5'], ['It can be at most 120.', 'No.', 'No.']],
    ['one after the other: the n-th try gets the n-th text', ['what?', '300'], ['A number, please.', 'No.']],
    ['understood in a sentence', ['we are 200 years old'], ['It can be at most 120.']],
  ])('%s', (_, said, texts) => expect(playFlow(flow, said).steps.slice(1)).toEqual(texts.map((text) => [text])));

  test('no_match is invalid unless it is given', () =>
    expect(playFlow(asking({ invalid: 'Again: {{ problem }}' }), ['what?']).steps[1]).toEqual([
      'Again: Please give a whole number, such as 12.',
    ]));
});

test('the first rule that is broken answers, as the reason for what is said', () => {
  const rule = [
    { when: 'slots.age >= 18', otherwise: '{{ slots.age }} is too young.' },
    { when: 'slots.age != 99', otherwise: 'Nobody is {{ slots.age }}.' },
  ];
  const { steps } = playFlow(asking({ rule, invalid: 'Sorry. {{ problem }}', no_match: 'Eh?', max_tries: 9 }), [
    '17',
    '99',
    'x',
    '20',
  ]);
  expect(steps.slice(1)).toEqual([
    ['Sorry. 17 is too young.'],
    ['Sorry. Nobody is 99.'],
    ['Eh?'],
    ['age = 20', '> end', 'END completed'],
  ]);
});

describe('silence', () => {
  const silent = { no_input: { after: 'PT2M', say: ['Are you there?', 'Hello?'] } };
  const rings = (at: number) => ({ type: 'TIMER', timer: 'no_input', at });

  test('is a try after a time since the flow spoke last', () => {
    const { steps, state } = playFlow(withFailed(silent), [rings(120_000), rings(240_000), rings(360_000)]);
    expect(steps.slice(1)).toEqual([['Are you there?'], ['Hello?'], ['> gone', 'END gone']]);
    expect(state).toEqual({ state: 'gone', slots: {}, tries: 0, turns: 0, outcome: 'gone' });
  });

  test('without `failed` ends the flow', () =>
    expect(playFlow(asking({ ...silent, max_tries: 1 }), [rings(120_000)]).steps[1]).toEqual(['END not_collected']));

  test('begins anew with whatever is said', () => {
    const flow = withFailed(silent);
    expect(playFlow(flow, []).state.due).toEqual({ no_input: 120_000 });
    expect(playFlow(flow, [{ type: 'USER', text: 'what?', at: 50_000 }]).state.due).toEqual({ no_input: 170_000 });
    expect(playFlow(flow, [rings(120_000)]).state.due).toEqual({ no_input: 240_000 });
  });

  test('that is not due, or is told twice, changes nothing', () => {
    const flow = withFailed(silent);
    const early = playFlow(flow, [rings(119_999)]);
    expect(early).toEqual({ steps: [['> ask', 'How old?'], []], state: playFlow(flow, []).state });
    expect(playFlow(flow, [rings(120_000), rings(120_000)]).steps[2]).toEqual([]);
  });

  test('shares the tries with answers', () =>
    expect(playFlow(withFailed(silent), ['what?', rings(120_000), 'what?']).steps.slice(2)).toEqual([
      ['Hello?'],
      ['> gone', 'END gone'],
    ]));

  test('ends with the state', () =>
    expect(playFlow(asking(silent), ['4', rings(120_000)]).state).toEqual({
      state: 'end',
      slots: { age: 4 },
      tries: 0,
      turns: 0,
      outcome: 'completed',
    }));

  test('does not keep `after` from passing', () => {
    const flow = withFailed({ ...silent, after: { PT5M: 'gone' } });
    const { state, steps } = playFlow(flow, [rings(120_000), { type: 'TIMER', timer: 'after.PT5M', at: 300_000 }]);
    expect(steps.at(-1)).toEqual(['> gone', 'END gone']);
    expect(state.outcome).toBe('gone');
  });
});

describe('a check', () => {
  const check = {
    call: { strategy: 'orders', config: { shop: 'a' }, input: { code: 'slots.code', age: 3 }, within: 'PT5S' },
    valid: 'result.found && slots.code != "XX000"',
    otherwise: 'There is no {{ slots.code }} ({{ result.reason }}).',
  };
  const flow = asking({
    collect: 'code',
    ask: 'Which?',
    check,
    rule: { when: 'slots.code != "AA000"', otherwise: 'No.' },
  });
  const called = (effect: number, found: boolean) => ({ type: 'CALLED', effect, result: { found, reason: 'sold' } });
  const call = (effect: number, code: string) =>
    `CALL ${JSON.stringify({ effect, strategy: 'orders', config: { shop: 'a' }, input: { code, age: 3 }, withinMs: 5000 })}`;

  test('asks about a value that schema and rules take, and keeps it aside until it is answered', () => {
    const { steps, state } = playFlow(flow, ['xx', 'AA000', 'AB123']);
    expect(steps.slice(1)).toEqual([['It does not have the form that is asked for.'], ['No.'], [call(1, 'AB123')]]);
    expect(state).toEqual({
      state: 'ask',
      slots: {},
      tries: 2,
      turns: 3,
      text: 'AB123',
      pending: 'AB123',
      effect: 1,
      effects: 1,
    });
  });

  test.each<[what: string, answers: (string | ReturnType<typeof called>)[], last: string[], slots: object]>([
    [
      'a value that is valid',
      ['AB123', called(1, true)],
      ['code = "AB123"', '> end', 'END completed'],
      { code: 'AB123' },
    ],
    ['one that is not', ['AB123', called(1, false)], ['There is no AB123 (sold).'], {}],
    ['one that its guard refuses', ['XX000', called(1, true)], ['There is no XX000 (sold).'], {}],
    [
      'the next one',
      ['AB123', called(1, false), 'CD456', called(2, true)],
      ['code = "CD456"', '> end', 'END completed'],
      { code: 'CD456' },
    ],
    ['an answer to another call', ['AB123', called(2, true)], [], {}],
    ['the same answer twice', ['AB123', called(1, false), called(1, true)], [], {}],
  ])('%s', (_, answers, last, slots) => {
    const { steps, state } = playFlow(flow, answers);
    expect(steps.at(-1)).toEqual(last);
    expect(state.slots).toEqual(slots);
  });

  test('what is not valid is a try', () => {
    const { state } = playFlow(flow, ['AB123', called(1, false), 'AB123', called(2, false), 'AB123', called(3, false)]);
    expect(state).toEqual({ state: 'ask', slots: {}, tries: 3, turns: 3, outcome: 'not_collected', effects: 3 });
  });

  test('a call that fails takes `failed`, and ends the flow without', () => {
    const fails = { type: 'CALL_FAILED', effect: 1, code: 'TIMEOUT', message: 'late' };
    expect(playFlow(flow, ['AB123', fails]).steps.at(-1)).toEqual(['END call_failed']);
    const states = {
      ...flow.states,
      ask: { ...flow.states.ask, failed: 'gone' },
      ...failing,
    } as FlowDefinition['states'];
    expect(playFlow({ ...flow, states }, ['AB123', fails]).steps.at(-1)).toEqual(['> gone', 'END gone']);
  });

  test('silence does not count while it is answered', () => {
    const states = { ...flow.states, ask: { ...flow.states.ask, no_input: { after: 'PT1S', say: 'Hello?' } } };
    const { steps } = playFlow({ ...flow, states } as FlowDefinition, [
      'AB123',
      { type: 'TIMER', timer: 'no_input', at: 2_000 },
    ]);
    expect(steps.at(-1)).toEqual([]);
  });

  describe('of a corrected slot', () => {
    const states: FlowDefinition['states'] = { ...flow.states, age: { collect: 'age', ask: 'How old?', next: 'end' } };
    const two = {
      ...flow,
      correction: { say: 'Changed.' },
      states: { ...states, ask: { ...states.ask, next: 'age' } } as FlowDefinition['states'],
    };
    const before = ['AB123', called(1, true)];

    test('the new value is asked about, and takes the old one’s place', () => {
      const { steps, state } = playFlow(two, [...before, 'I meant CD456', called(2, true)]);
      expect(steps.slice(-2)).toEqual([
        ['> ask', call(2, 'CD456')],
        ['code = "CD456"', 'Changed.', '> age', 'How old?'],
      ]);
      expect(state.slots).toEqual({ code: 'CD456' });
    });

    test('one that is not valid leaves the old one', () => {
      const { steps, state } = playFlow(two, [...before, 'I meant CD456', called(2, false)]);
      expect(steps.at(-1)).toEqual(['There is no CD456 (sold).', '> age', 'How old?']);
      expect(state.slots).toEqual({ code: 'AB123' });
    });
  });
});

describe('prefill', () => {
  const slots: FlowDefinition['slots'] = {
    age: { schema: { type: 'integer', minimum: 0 }, prefill: 'variables.age' },
    code: { schema: { type: 'string' }, prefill: '"AB" + attributes.code' },
  };
  const flow: FlowDefinition = {
    initial: 'ask',
    slots,
    states: {
      ask: { collect: 'age', ask: 'How old?', next: 'code' },
      code: { collect: 'code', ask: 'Which?', next: 'end' },
      end,
    },
  };

  test.each<[what: string, surroundings: object, given: object, slots: object]>([
    ['fills slots at the start', { variables: { age: 4 }, attributes: { code: '1' } }, {}, { age: 4, code: 'AB1' }],
    ['gives way to what is given', { variables: { age: 4 } }, { age: 5 }, { age: 5 }],
    ['leaves out what the schema refuses', { variables: { age: -4 } }, {}, {}],
    ['leaves out what is of another type', { variables: { age: '4' }, attributes: { code: 1 } }, {}, {}],
    ['leaves out what is not there', {}, {}, {}],
  ])('%s', (_, surroundings, given, expected) =>
    expect(playFlow(flow, [], { surroundings: { ...bare, ...surroundings }, slots: given as {} }).state.slots).toEqual(
      expected,
    ),
  );

  test('also those of a sub-flow', () => {
    const around: FlowDefinition = {
      initial: 'inner',
      slots: { age: { schema: { type: 'integer' } } },
      states: { inner: { flow: 'ages', save: { age: 'result.age' }, next: 'end' }, end },
    };
    const flows = {
      ages: {
        version: 'ages@1',
        definition: {
          ...flow,
          states: { ask: { ...flow.states.ask!, next: 'end' }, end } as FlowDefinition['states'],
          slots: { age: slots.age! },
        },
      },
    };
    const { state } = playFlow(around, [], { flows, surroundings: { ...bare, variables: { age: 4 } } });
    expect(state).toMatchObject({ outcome: 'completed', slots: { age: 4 } });
  });
});

describe('who may write a slot', () => {
  const slots: FlowDefinition['slots'] = { age: { schema: { type: 'integer' }, write: ['user'] } };

  test('a user’s own is not given by whoever starts, nor by another flow', () => {
    const machine = compileFlow(asking({}, { slots }));
    expect(() => machine.start(bare, { at: 0, slots: { age: 3 } })).toThrow(
      expect.objectContaining({
        code: 'FLOW_INVALID',
        problems: [{ path: ['slots', 'age'], message: 'found 3. It is written by user only.' }],
      }),
    );
    const around = { initial: 'inner', states: { inner: { flow: 'ages', slots: { age: 3 }, next: 'end' }, end } };
    expect(() => compileFlow(around, { ages: { version: 'ages@1', definition: asking({}, { slots }) } })).toThrow(
      expect.objectContaining({ code: 'FLOW_INVALID' }),
    );
  });

  test('one that is not the user’s is not collected', () =>
    expect(() =>
      compileFlow(asking({}, { slots: { age: { schema: { type: 'integer' }, write: ['llm', 'action'] } } })),
    ).toThrow(expect.objectContaining({ code: 'FLOW_INVALID' })));
});
