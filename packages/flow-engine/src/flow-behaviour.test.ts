import { flowChecksum } from './flow-behaviour';
import { flowWith } from './testing/example-flows';

const collect = { collect: 'age', ask: 'How old?', next: 'end' };
const checksum = flowChecksum(flowWith(collect));

test.each<[what: string, change: object, more: object]>([
  ['a description of the flow', {}, { description: 'Asks.' }],
  ['a description of a state', { description: 'Asks for the age.' }, {}],
  ['a default that is written down', { max_tries: 3 }, {}],
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
  ['words of corrections', {}, { correction: { words: ['oops'] } }],
  ['no corrections', {}, { correction: false }],
  ['an outcome', {}, { states: { here: collect, end: { final: 'done' } } }],
])('%s is', (_, change, more) => expect(flowChecksum(flowWith({ ...collect, ...change }, more))).not.toBe(checksum));

test('the checksum of a flow stays what it was', () =>
  expect(checksum).toBe('4d04add88c8e0ded7ef5d3aaa4643bc9e53942b406f88d7c75d746017c266e78'));
