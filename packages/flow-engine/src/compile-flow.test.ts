import { compileFlow } from './compile-flow';
import type { FlowDefinition } from './definition';
import type { FlowAction, FlowEvent, FlowStep, FlowSurroundings } from './flow-state';
import { exampleFlows, flowWith } from './testing/example-flows';

const bare: FlowSurroundings = { variables: {}, attributes: {} };
type Said = string | { answered: string };

/** Plays a conversation; answers what each step did, in short, and the last state. */
function play(definition: FlowDefinition, said: readonly Said[], surroundings = bare, begin = {}) {
  const machine = compileFlow(definition);
  let step = machine.start(surroundings, { at: 0, ...begin });
  const steps = [shortly(step)];
  for (const one of said) {
    const event: FlowEvent =
      typeof one === 'string' ? { type: 'USER', text: one, at: 0 } : { type: 'ANSWERED', text: one.answered, at: 0 };
    step = machine.transition(step.state, event, surroundings);
    steps.push(shortly(step));
  }
  return { steps, state: step.state };
}

const shortly = ({ actions }: FlowStep) => actions.map(inShort);

function inShort(action: FlowAction): string {
  switch (action.type) {
    case 'ENTER':
      return `> ${action.state}`;
    case 'SAY':
      return action.text;
    case 'COLLECT':
      return `${action.slot} = ${JSON.stringify(action.value)}`;
    case 'EXECUTE':
      return `EXECUTE ${action.prompt ?? ''}`.trim();
    case 'END':
      return `END ${action.outcome}`;
    default:
      return action.type;
  }
}

const collect = { collect: 'age', ask: 'How old?', next: 'end' };

test('a text is said, and the flow goes on', () =>
  expect(
    play(flowWith({ say: '  Hi {{ variables.name }}, {{ attributes.plan }}\n', next: 'end' }), [], {
      variables: { name: 'Ana' },
      attributes: { plan: 'pro' },
    }),
  ).toEqual({
    steps: [['> here', 'Hi Ana, pro', '> end', 'END completed']],
    state: { state: 'end', slots: {}, tries: 0, turns: 0, outcome: 'completed' },
  }));

test('a text that comes out empty is not said', () =>
  expect(play(flowWith({ say: '{% if variables.name is defined %}Hi{% endif %}', next: 'end' }), []).steps).toEqual([
    ['> here', '> end', 'END completed'],
  ]));

test('invalid answers are counted, answered one after another, and end the flow', () => {
  const flow = flowWith({ ...collect, invalid: ['1: {{ problem }}', '2: {{ problem }}'], max_tries: 4 });
  expect(play(flow, ['x', '200', 'y', 'z'])).toEqual({
    steps: [
      ['> here', 'How old?'],
      ['1: Please give a whole number, such as 12.'],
      ['2: It can be at most 120.'],
      ['2: Please give a whole number, such as 12.'],
      ['END not_collected'],
    ],
    state: { state: 'here', slots: {}, tries: 4, turns: 4, outcome: 'not_collected' },
  });
});

test('too many invalid answers lead to `failed`, where there is one', () => {
  const states = {
    here: { ...collect, failed: 'sorry' },
    sorry: { say: 'Sorry.', next: 'here' },
    end: { final: 'completed' },
  };
  expect(play(flowWith({}, { states }), ['x', 'y', 'z', '5']).steps.slice(2)).toEqual([
    ['Please give a whole number, such as 12.'],
    ['> sorry', 'Sorry.', '> here', 'How old?'],
    ['age = 5', '> end', 'END completed'],
  ]);
});

test('a rule sees the new value, and does not let it in', () => {
  const rule = { when: 'slots.age >= 18', otherwise: '{{ slots.age }} is too young.' };
  expect(play(flowWith({ ...collect, rule }), ['17', '18'])).toEqual({
    steps: [['> here', 'How old?'], ['17 is too young.'], ['age = 18', '> end', 'END completed']],
    state: { state: 'end', slots: { age: 18 }, tries: 0, turns: 0, outcome: 'completed' },
  });
});

test('a slot that is filled is not asked for', () =>
  expect(play(flowWith(collect), [], bare, { slots: { age: 30 } }).steps).toEqual([['> end', 'END completed']]));

test('the first transition whose guard holds is taken; one that fails does not hold', () => {
  const next = [{ when: 'slots.price > 1', to: 'dear' }, { when: 'slots.age + 1 > 60', to: 'old' }, { to: 'end' }];
  const states = {
    here: { ...collect, next },
    dear: { final: 'dear' },
    old: { final: 'old' },
    end: { final: 'completed' },
  };
  expect(['60', '59'].map((age) => play(flowWith({}, { states }), [age]).state.outcome)).toEqual(['old', 'completed']);
});

describe('a prompt state', () => {
  const talk = {
    prompt: { prompt_version_id: 'meal@1', opening: 'Ask me.' },
    until: 'text.contains("bye") || answer == "Done."',
    next: 'end',
  };

  test('talks through the strategy until its guard holds after an answer', () =>
    expect(play(flowWith(talk), ['hi', { answered: 'bye?' }, 'bye', { answered: 'Bye.' }])).toEqual({
      steps: [['> here', 'Ask me.'], ['EXECUTE meal@1'], [], ['EXECUTE meal@1'], ['> end', 'END completed']],
      state: { state: 'end', slots: {}, tries: 0, turns: 0, outcome: 'completed' },
    }));

  test('keeps the message that is being answered, for the guard', () => {
    expect(play(flowWith(talk), ['hi']).state).toEqual({ state: 'here', slots: {}, tries: 0, turns: 1, text: 'hi' });
    expect(play(flowWith(talk), ['hi', { answered: 'Ho' }]).state).toEqual({
      state: 'here',
      slots: {},
      tries: 0,
      turns: 1,
    });
  });

  test('sees the answer', () =>
    expect(play(flowWith(talk), ['hi', { answered: 'Done.' }]).state.outcome).toBe('completed'));

  test('without a prompt of its own asks for that of the variant, and waits without an opening', () =>
    expect(play(flowWith({ ...talk, prompt: {} }), ['hi']).steps).toEqual([['> here'], ['EXECUTE']]));

  test('counts the turns of each visit', () => {
    const again = { ...talk, until: 'turns >= 2', next: [{ when: 'text == "more"', to: 'here' }, { to: 'end' }] };
    const visit = (last: string): Said[] => ['hi', { answered: '1' }, last, { answered: '2' }];
    const { steps } = play(flowWith(again), [...visit('more'), ...visit('enough')]);
    expect(steps[4]).toEqual(['> here', 'Ask me.']);
    expect(steps.at(-1)).toEqual(['> end', 'END completed']);
  });
});

test('a flow can begin in another state, with slots', () =>
  expect(play(flowWith({ say: 'Hi', next: 'end' }), [], bare, { state: 'end', slots: { age: 3 } })).toEqual({
    steps: [['> end', 'END completed']],
    state: { state: 'end', slots: { age: 3 }, tries: 0, turns: 0, outcome: 'completed' },
  }));

test('a beginning that does not fit the flow is refused with every reason', () => {
  const begin = { state: 'ende', slots: { age: 200, nmae: 'Ana', size: 'huge', name: 'x'.repeat(2000) } };
  expect(() => compileFlow(flowWith(collect)).start(bare, { at: 0, ...begin })).toThrow(
    expect.objectContaining({
      code: 'FLOW_INVALID',
      problems: [
        {
          path: ['initial_state'],
          message: 'there is no state "ende"; expected one of "here", "end"; did you mean "end"?',
          found: '"ende"',
          expected: 'one of "here", "end"',
          nearest: 'end',
        },
        { path: ['slots', 'age'], message: 'found 200. It can be at most 120.' },
        {
          path: ['slots', 'nmae'],
          message:
            'there is no such slot; expected one of "age", "price", "name", "sure", "size"; did you mean "name"?',
          found: '"nmae"',
          expected: 'one of "age", "price", "name", "sure", "size"',
          nearest: 'name',
        },
        { path: ['slots', 'size'], message: 'found "huge". It is none of the possible values.' },
        { path: ['slots', 'name'], message: expect.stringContaining('Please keep it below 1000 characters.') },
      ],
    }),
  );
});

test('a flow that turns in a circle without waiting ends, stuck', () => {
  const states = {
    here: { ...collect, next: 'again' },
    again: { say: 'Again.', next: [{ when: 'slots.age > 100', to: 'end' }, { to: 'here' }] },
    end: { final: 'completed' },
  };
  const { steps, state } = play(flowWith({}, { states }), ['5']);
  expect(state).toMatchObject({ outcome: 'stuck', slots: { age: 5 } });
  expect(steps[1]!.at(-1)).toBe('END stuck');
  expect(steps[1]!.filter((one) => one === 'Again.').length).toBeLessThanOrEqual(64);
});

test('a text that needs what nobody gave says which state and what', () =>
  expect(() => play(flowWith({ say: 'Hi {{ variables.name }}', next: 'end' }), [])).toThrow(
    expect.objectContaining({
      code: 'FLOW_TEXT_FAILED',
      message: 'The text of state here cannot be rendered: The variable variables.name is missing.',
    }),
  ));

test('the same is said when it happens in the middle of a conversation', () => {
  const states = {
    here: { ...collect, next: 'say' },
    say: { say: '{{ slots.price }}', next: 'end' },
    end: { final: 'completed' },
  };
  expect(() => play(flowWith({}, { states }), ['5'])).toThrow(
    'The text of state say cannot be rendered: The variable slots.price is missing.',
  );
});

test('a text that grows too long is refused', () =>
  expect(() => play(flowWith({ say: '{% for i in range(2000) %}123456{% endfor %}', next: 'end' }), [])).toThrow(
    expect.objectContaining({ code: 'FLOW_TEXT_FAILED' }),
  ));

test('an event that the state does not wait for is a fault of the caller', () => {
  const machine = compileFlow(flowWith(collect));
  const { state } = machine.start(bare, { at: 0 });
  expect(() => machine.transition(state, { type: 'ANSWERED', text: '', at: 0 }, bare)).toThrow(
    'State here waits for user, not ANSWERED.',
  );
  const ended = machine.transition(state, { type: 'USER', text: '5', at: 0 }, bare).state;
  expect(() => machine.transition(ended, { type: 'USER', text: '5', at: 0 }, bare)).toThrow(
    'State end waits for nothing, not USER.',
  );
  expect(() => machine.transition({ ...state, state: 'gone' }, { type: 'USER', text: '5', at: 0 }, bare)).toThrow(
    'State gone waits for nothing',
  );
});

test('the prompts of a flow are listed once each', () => {
  expect(compileFlow(exampleFlows['onboarding_flow.yml']!).prompts).toEqual(['meal_planning_assistant@1']);
  expect(compileFlow(flowWith(collect)).prompts).toEqual([]);
});

test('the onboarding, as a user meets it', () =>
  expect(
    play(
      exampleFlows['onboarding_flow.yml']!,
      ['4 people', 'Vegetarian!', '10', '40', 'Plan my week', { answered: 'Soup.' }, 'Thanks', { answered: '…' }],
      { variables: { name: 'Ana' }, attributes: {} },
    ).steps.map((step) => step.at(-1)),
  ).toEqual([
    'How many people eat with you on a usual evening, yourself included?',
    expect.stringMatching(/^And what do you eat\?/),
    "Last question. What may the week's dinners cost, in euros?",
    'For 4 people I cannot plan a week below 20 euros. What may the week cost?',
    expect.stringMatching(/^Noted: 4 at the table, vegetarian, 40 euros a week\./),
    'EXECUTE meal_planning_assistant@1',
    undefined,
    'EXECUTE meal_planning_assistant@1',
    'END completed',
  ]));

test('the support case, when it goes wrong', () =>
  expect(play(exampleFlows['data_collection_flow.yml']!, ['I lost it', 'no idea', 'really']).state).toMatchObject({
    state: 'without_order',
    outcome: 'handed_over',
  }));
