import { compileFlow } from './compile-flow';
import type { FlowDefinition, FlowIncludes } from './definition';
import type { FlowTest, TestTurn } from './flow-test';
import { runFlowTest } from './run-flow-test';

const address: FlowDefinition = {
  initial: 'ask',
  slots: { city: { schema: { type: 'string' } } },
  states: { ask: { collect: 'city', ask: 'Where?', next: 'known', failed: 'known' }, known: { final: 'known' } },
};
const flows: FlowIncludes = { address: { version: 'address@1', definition: address } };
const order: FlowDefinition = {
  initial: 'where',
  slots: {
    city: { schema: { type: 'string' } },
    sum: { schema: { type: 'number' } },
    dish: { schema: { type: 'string' } },
  },
  states: {
    where: { flow: 'address', save: { city: 'result.city' }, next: 'what' },
    what: {
      prompt: {
        output: {
          schema: { type: 'object', required: ['dish'], properties: { dish: { type: 'string' } } },
          save: { dish: 'result.dish' },
        },
      },
      until: 'has(slots.dish)',
      next: 'price',
      failed: 'person',
    },
    price: {
      call: { strategy: 'prices', input: { dish: 'slots.dish' } },
      save: { sum: 'result.sum' },
      next: 'paid',
      failed: 'person',
    },
    paid: {
      await: { event: 'paid' },
      meanwhile: 'Not paid yet.',
      next: 'done',
      after: { PT10M: 'person' },
    },
    person: { handoff: { to: 'kitchen' }, next: 'done', after: { P1D: 'late' } },
    done: { final: 'completed', say: 'Enjoy {{ slots.dish }}.' },
    late: { final: 'late' },
  },
};
const machine = compileFlow(order, flows);
const problemsOf = (...turns: TestTurn[]) => runFlowTest(machine, { name: 'a', turns });
const ordered: TestTurn[] = [{ says: 'Rome' }, { says: 'Soup please', answer: ['soup', { dish: 'soup' }] }];

test('what happens in a flow of every kind is told and looked at turn by turn', () => {
  const conversation: FlowTest = {
    name: 'all of it',
    expects: { text: 'Where?', flow: 'address@1', state: 'ask' },
    turns: [
      { says: 'Rome', expects: { flow: null, state: 'what', slots: { city: 'Rome' } } },
      {
        says: 'Soup please',
        answer: ['soup', { dish: 'soup' }],
        expects: { state: 'price', calls: { strategy: 'prices', input: { dish: 'soup' } } },
      },
      { called: { sum: 7 }, expects: { state: 'paid', slots: { sum: 7 } } },
      { says: 'Well?', expects: { text: 'Not paid yet.' } },
      { waits: 'PT9M', expects: { state: 'paid' } },
      { event: 'rain', expects: { state: 'paid' } },
      { event: 'paid', data: {}, expects: { text: 'Enjoy soup.', outcome: 'completed' } },
    ],
  };
  expect(runFlowTest(machine, conversation)).toEqual([]);
});

test('timers ring when they are due, one after the other, in one wait or in several', () => {
  const paying = [...ordered, { called: { sum: 7 } }];
  expect(problemsOf(...paying, { waits: 'PT10M', expects: { handoff: 'kitchen', state: 'person' } })).toEqual([]);
  expect(problemsOf(...paying, { waits: 'PT9M' }, { waits: 'PT1M', expects: { state: 'person' } })).toEqual([]);
  expect(problemsOf(...paying, { waits: 'P2D', expects: { outcome: 'late' } })).toEqual([]);
  expect(problemsOf(...paying, { waits: 'P1D' }, { handed_back: {}, expects: { outcome: 'completed' } })).toEqual([]);
});

test.each<[what: string, turns: TestTurn[], path: (string | number)[], message: string]>([
  [
    'two things at once',
    [{ says: 'a', waits: 'PT1M' }],
    [0, 'waits'],
    'one thing happens in a turn, and here says does',
  ],
  ['an event that nobody awaits', [{ event: 'paid' }], [0, 'event'], 'ask waits for the user (says)'],
  ['an answer that nobody wants', [{ says: 'Rome', answer: 'a' }], [0, 'answer'], 'no model is asked here'],
  ['a result that nobody wants', [{ says: 'Rome', called: null }], [0, 'called'], 'nothing is called here'],
  ['a failure that nobody wants', [{ says: 'Rome', call_fails: 'A' }], [0, 'call_fails'], 'nothing is called here'],
  ['a result and a failure', [{ called: 1, call_fails: 'A' }], [0, 'call_fails'], 'the call has come to a result'],
  ['no time', [{ waits: 'PT0S' }], [0, 'waits'], 'PT0S is less than a second or more than 30 days'],
  [
    'a message while a call is waited for',
    [...ordered, { says: 'And now?' }],
    [2, 'says'],
    'price waits for a call (called, call_fails)',
  ],
  [
    'a turn after the end',
    [...ordered, { call_fails: 'A' }, { handed_back: {} }, { says: 'a' }],
    [4],
    'the flow has ended already, with "completed"',
  ],
])('%s: told with its place', (_, turns, [turn, ...member], message) => {
  expect(problemsOf(...turns)).toEqual([
    { path: ['turns', turn, ...member], message: expect.stringContaining(message) },
  ]);
});

test('what is expected otherwise is told with what was found', () => {
  const wrong = problemsOf(
    { says: 'Rome', expects: { flow: 'address@1', calls: { strategy: 'prices' }, handoff: 'kitchen' } },
    {
      says: 'Soup',
      answer: { dish: 'soup' },
      expects: { calls: { strategy: 'costs', input: { dish: 'stew' } }, slots: { sum: 1 } },
    },
    { call_fails: 'TIMEOUT', expects: { handoff: null } },
  );
  expect(wrong.map(({ path, message }) => `${path.slice(3).join('.')}: ${message}`)).toEqual([
    'flow: found null; expected "address@1"',
    'calls: found null; expected "prices"',
    'handoff: found "no handoff"; expected "kitchen"',
    'slots.sum: found null; expected 1',
    'calls.strategy: found "prices"; expected "costs"',
    'calls.input.dish: found "soup"; expected "stew"',
    'handoff: found "kitchen"; expected null',
  ]);
});
