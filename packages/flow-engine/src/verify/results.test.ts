import type { JsonObject } from '@trialogue/plugin-api';
import type { FlowDefinition } from '../definition';
import { verifyFlow } from './verify-flow';

/** A call that is made again for as long as it says so: nobody is waited for. */
const again: FlowDefinition = {
  initial: 'look',
  states: {
    look: {
      call: { tool: 'stock' },
      next: [{ when: 'result.state == "busy"', to: 'look' }, { to: 'done' }],
      failed: 'done',
    },
    done: { final: 'done' },
  },
};
const kindsOf = (output: JsonObject | undefined) =>
  verifyFlow(again, { answerOf: () => output }).map(({ kind }) => kind);

test.each<[what: string, output: JsonObject | undefined]>([
  ['nothing', undefined],
  ['an object', { type: 'object' }],
  ['a reference', { $ref: '#/$defs/one', $defs: { one: { type: 'object', required: ['state'] } } }],
  [
    'one of several',
    {
      oneOf: [
        { type: 'object', properties: { state: { const: 'busy' } }, required: ['state'] },
        { type: 'object', properties: { level: { type: 'number' } }, required: ['level'] },
      ],
    },
  ],
  [
    'a member that no sample is found for',
    {
      type: 'object',
      properties: { state: { type: 'string' }, id: { type: 'string', pattern: '^(?=.*[0-9])x' } },
      required: ['id'],
    },
  ],
  [
    'more items than are made',
    {
      type: 'object',
      properties: { of: { type: 'array', items: { type: 'number' }, minItems: 30 } },
      required: ['of'],
    },
  ],
])('a loop without waiting is found where a schema says of what comes back: %s', (_, output) =>
  expect(kindsOf(output)).toContain('loop_without_wait'),
);

test('what a closed schema excludes is not played', () => {
  const closed = { type: 'object', properties: { level: { type: 'number' } }, additionalProperties: false };
  expect(kindsOf(closed)).not.toContain('loop_without_wait');
});
