import type { AwaitState, CollectState, FlowDefinition, FlowIncludes } from '../definition';
import { playFlow } from '../testing/play-flow';

const end = { final: 'completed' };
const hours: FlowDefinition = {
  initial: 'which',
  slots: { city: { schema: { enum: ['Berlin', 'Paris'] } }, sure: { schema: { type: 'boolean' } } },
  states: {
    which: { collect: 'city', ask: 'In which city?', next: 'tell' },
    tell: { say: 'In {{ slots.city }} from noon to ten.', next: 'end' },
    end,
  },
};
const flows: FlowIncludes = { hours: { version: 'hours@1', definition: hours } };
const on: FlowDefinition['on'] = [
  { when: 'text.contains("cancel")', to: 'cancelled', say: 'As you like.' },
  { when: 'text.contains("open") && slots.age > 3', flow: 'hours', slots: { city: '"Berlin"' }, say: 'Wait.' },
  { when: 'text.contains("open")', flow: 'hours' },
  { when: 'text.contains("hello") && turns < 3', say: 'Hello.' },
];
const flowOf = (state: Partial<CollectState> = {}, more: Partial<FlowDefinition> = {}): FlowDefinition => ({
  initial: 'name',
  slots: { age: { schema: { type: 'integer' } }, name: { schema: { type: 'string' } } },
  on,
  states: {
    name: { collect: 'name', ask: 'Name?', next: 'age', ...state },
    age: { collect: 'age', ask: 'Age?', next: 'end' },
    cancelled: { final: 'cancelled' },
    end,
  },
  ...more,
});

test.each<[what: string, said: string[], last: string[]]>([
  ['only a text is said, and the question again', ['hello'], ['Hello.', 'Name?']],
  ['another flow begins', ['are you open?'], ['> hours@1 which', 'In which city?']],
  ['its question is asked as its own', ['are you open?', 'Rome'], ['Please choose one of 1) Berlin, 2) Paris.']],
  [
    'after it the question is asked again',
    ['are you open?', 'Paris'],
    ['city = "Paris"', '> hours@1 tell', 'In Paris from noon to ten.', '> hours@1 end', '< hours@1 completed', 'Name?'],
  ],
  ['and answered', ['are you open?', 'Paris', 'Ana'], ['name = "Ana"', '> age', 'Age?']],
  ['a state of the flow', ['cancel'], ['As you like.', '> cancelled', 'END cancelled']],
  ['the interrupted flow’s are not heard in it', ['open?', 'cancel'], ['Please choose one of 1) Berlin, 2) Paris.']],
])('%s', (_, said, last) => expect(playFlow(flowOf(), said, { flows }).steps.at(-1)).toEqual(last));

test('the first one that holds is taken; a flow is given slots of this one', () => {
  const { steps } = playFlow(flowOf(), ['open?'], { flows, slots: { age: 4 } });
  expect(steps.at(-1)).toEqual([
    'Wait.',
    '> hours@1 tell',
    'In Berlin from noon to ten.',
    '> hours@1 end',
    '< hours@1 completed',
    'Name?',
  ]);
});

test('tries and turns are as they were; an interruption is no try', () => {
  const aged = { age: flowOf().states.age!, cancelled: flowOf().states.cancelled!, end };
  const said = ['eh', 'hello', 'are you open?', 'Rome', 'Paris'];
  const { state } = playFlow(flowOf({}, { initial: 'age', states: aged }), said, { flows });
  expect(state).toEqual({ state: 'age', slots: {}, tries: 1, turns: 3 });
});

test('where the conversation stands is kept while another flow is played', () =>
  expect(playFlow(flowOf(), ['hello', 'open?'], { flows }).state).toEqual({
    flow: 'hours@1',
    state: 'which',
    slots: {},
    tries: 0,
    turns: 0,
    callers: [{ state: 'name', slots: {}, tries: 0, turns: 2, interrupted: true }],
  }));

test('a state’s own come before its flow’s, which it can leave out', () => {
  const own = [{ when: 'text.contains("cancel")', say: 'Not now.' }];
  expect(playFlow(flowOf({ on: own }), ['cancel'], { flows }).steps.at(-1)).toEqual(['Not now.', 'Name?']);
  expect(playFlow(flowOf({ on: own }), ['hello'], { flows }).steps.at(-1)).toEqual(['Hello.', 'Name?']);
  const alone = flowOf({ on: own, uninterrupted: true });
  expect(playFlow(alone, ['hello'], { flows }).steps.at(-1)).toEqual(['name = "hello"', '> age', 'Age?']);
  expect(playFlow(flowOf({ uninterrupted: true }), ['cancel'], { flows }).state.slots).toEqual({ name: 'cancel' });
});

test('silence begins anew when the question is asked again', () => {
  const silent = flowOf({ no_input: { after: 'PT1M', say: 'Hello?' } });
  const said = [
    { type: 'USER', text: 'open?', at: 10_000 },
    { type: 'USER', text: 'Paris', at: 50_000 },
  ];
  const { state } = playFlow(silent, said, { flows });
  expect(state.due).toEqual({ no_input: 110_000 });
});

test('an interruption comes before a correction', () => {
  const hears = flowOf({}, { on: [...on, { when: 'text.contains("name")', say: 'Any name is fine.' }] });
  expect(playFlow(hears, ['Ana', 'I meant my name is Bea'], { flows }).steps.at(-1)).toEqual([
    'Any name is fine.',
    'Age?',
  ]);
  expect(playFlow(flowOf(), ['Ana', 'I meant my name is Bea'], { flows }).state.slots).toEqual({ name: 'Bea' });
});

test('what waits for an event is interrupted, and goes on waiting', () => {
  const paid: AwaitState = { await: { event: 'paid' }, meanwhile: 'Not yet.', next: 'end' };
  const waiting = flowOf({}, { states: { name: paid, cancelled: { final: 'cancelled' }, end } });
  const { steps, state } = playFlow(waiting, ['well?', 'hello', 'open?', 'Paris'], { flows });
  expect(steps.map((step) => step.at(-1))).toEqual([
    '> name',
    'Not yet.',
    'Hello.',
    'In which city?',
    '< hours@1 completed',
  ]);
  expect(
    playFlow(waiting, ['open?', 'Paris', { type: 'EVENT', name: 'paid', data: {} }], { flows }).steps.at(-1),
  ).toEqual(['> end', 'END completed']);
  expect(state).toMatchObject({ state: 'name', turns: 3 });
});

test('free conversation is not interrupted', () => {
  const free = flowOf(
    {},
    { states: { name: { prompt: {}, until: 'turns > 3', next: 'end' }, cancelled: { final: 'c' }, end } },
  );
  const heard = { ...free, on: on.filter(({ to }) => to === undefined), states: { name: free.states.name!, end } };
  expect(playFlow(heard, ['hello'], { flows }).steps.at(-1)).toEqual(['EXECUTE']);
});

test('interruptions do not nest for ever: each is one of its flow’s own, in another flow', () => {
  const help: FlowDefinition = {
    initial: 'ask',
    slots: { sure: { schema: { type: 'boolean' } } },
    states: { ask: { collect: 'sure', ask: 'Help?', next: 'end' }, end },
  };
  const inner: FlowIncludes = { help: { version: 'help@1', definition: help } };
  const helped = { ...hours, on: [{ when: 'text.contains("help")', flow: 'help' }] };
  const nested: FlowIncludes = { hours: { version: 'hours@2', definition: helped, flows: inner } };
  const { steps, state } = playFlow(flowOf(), ['open?', 'help', 'help', 'open?', 'yes', 'Paris'], { flows: nested });
  expect(steps.map((step) => step.at(-1))).toEqual([
    'Name?',
    'In which city?',
    'Help?',
    'Please answer yes or no.',
    'Please answer yes or no.',
    'In which city?',
    'Name?',
  ]);
  expect(state).not.toHaveProperty('callers');
});
