import type { FlowDefinition } from './definition';
import { flowChecksum } from './flow-behaviour';
import { flowWith } from './testing/example-flows';

const collect = { collect: 'age', ask: 'How old?', next: 'end' };
const checksum = flowChecksum(flowWith(collect));

test.each<[what: string, change: object, more: object]>([
  ['a description of the flow', {}, { description: 'Asks.' }],
  ['a description of a state', { description: 'Asks for the age.' }, {}],
  ['a default that is written down', { max_tries: 3 }, {}],
  ['actions that do nothing', { entry: { set: {} }, exit: {}, after: {}, on: [], uninterrupted: false }, { on: [] }],
  ['corrections that are written down as they are', {}, { correction: {} }],
  [
    'a description of a slot',
    {},
    {
      slots: {
        ...flowWith({}).slots,
        age: {
          description: 'Years',
          schema: { type: 'integer', minimum: 0, maximum: 120, description: 'In years', title: 'Age' },
        },
      },
    },
  ],
])('%s is no behaviour', (_, change, more) =>
  expect(flowChecksum(flowWith({ ...collect, ...change }, more))).toBe(checksum),
);

test.each<[what: string, change: object, more: object]>([
  ['a text', { ask: 'How old are you?' }, {}],
  ['a bound', { max_tries: 2 }, {}],
  ['a transition', { next: [{ when: 'slots.age > 3', to: 'end' }, { to: 'end' }] }, {}],
  ['a schema', {}, { slots: { ...flowWith({}).slots, age: { schema: { type: 'integer' } } } }],
  ['an action', { entry: { set: { sure: true } } }, {}],
  ['a time', { after: { PT1M: 'end' } }, {}],
  ['an interruption of the flow', {}, { on: [{ when: 'text == "?"', say: 'Well.' }] }],
  ['who may write', {}, { slots: { ...flowWith({}).slots, age: { ...flowWith({}).slots!.age, write: ['user'] } } }],
  ['words of corrections', {}, { correction: { words: ['oops'] } }],
  ['no corrections', {}, { correction: false }],
  ['an outcome', {}, { states: { here: collect, end: { final: 'done' } } }],
])('%s is', (_, change, more) => expect(flowChecksum(flowWith({ ...collect, ...change }, more))).not.toBe(checksum));

const schema = { type: 'object' };

test.each<[what: string, state: object, same: object]>([
  ['a call', { call: { strategy: 'a' } }, { call: { strategy: 'a', within: 'PT30S', input: {} }, save: {} }],
  [
    'an output',
    { prompt: { output: { schema } }, until: 'true' },
    { prompt: { output: { schema, max_tries: 3, save: {} } }, until: 'true' },
  ],
  [
    'a check',
    { ...collect, check: { call: { tool: 'a' }, valid: 'true', otherwise: 'No.' } },
    { ...collect, check: { call: { tool: 'a', within: 'PT30S' }, valid: 'true', otherwise: 'No.' } },
  ],
])('%s with its defaults written down is the same', (_, state, same) => {
  const [one, other] = [state, same].map((here) => flowChecksum(flowWith({ next: 'end', ...here })));
  expect(other).toBe(one);
});

test('a flow is also what it includes', () => {
  const around = flowWith({ flow: 'inner', next: 'end' });
  const including = (definition: FlowDefinition) => flowChecksum(around, { inner: { version: 'inner@1', definition } });
  expect(including(flowWith(collect))).toBe(including({ ...flowWith(collect), description: 'Asks.' }));
  expect(including(flowWith(collect))).not.toBe(including(flowWith({ ...collect, ask: 'Age?' })));
  expect(including(flowWith(collect))).not.toBe(flowChecksum(around));
});

test('the checksum of a flow stays what it was', () =>
  expect(checksum).toBe('4d04add88c8e0ded7ef5d3aaa4643bc9e53942b406f88d7c75d746017c266e78'));
