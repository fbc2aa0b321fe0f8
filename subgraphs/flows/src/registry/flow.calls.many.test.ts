import type { Call, FlowDefinition } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import type { ToolBody } from '@trialogue/variant-config';
import { callProblems } from './flow.calls';
import type { FlowLookup } from './flow.lookup';

const knowing = (input: JsonObject): FlowLookup => ({
  version: async () => undefined,
  tools: async () => ['tax'],
  callee: async () => ({ name: 'tax', input }) as unknown as ToolBody,
  missingModel: () => undefined,
});
const flowOf = (calls: readonly Call[]): FlowDefinition => ({
  initial: 'call0',
  states: Object.fromEntries([
    ...calls.map((call, nth) => [`call${nth}`, { call, next: 'done', failed: 'done' }]),
    ['done', { final: 'done' }],
  ]),
});

test('many calls that are refused do not keep the process from its other work', async () => {
  const calls = Array.from({ length: 60 }, (): Call => ({ tool: 'tax', input: { amount: '"five"' } }));
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const lookUp = knowing({ type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] });
  const problems = await callProblems(lookUp, flowOf(calls));
  isDone = true;
  expect(problems).toHaveLength(60);
  expect(turns).toBeGreaterThan(0);
});

test('what a schema gives by default is not missing', async () => {
  const schema = { type: 'object', properties: { amount: { type: 'number', default: 3 } }, required: ['amount'] };
  expect(await callProblems(knowing(schema), flowOf([{ tool: 'tax', input: {} }]))).toEqual([]);
});

test.each<[string, JsonObject]>([
  ['maxProperties', { type: 'object', maxProperties: 1 }],
  ['dependentRequired', { type: 'object', dependentRequired: { amount: ['city'] } }],
  ['dependencies', { type: 'object', dependencies: { amount: ['city'] } }],
])('what is said of several members is not judged while one is open: %s', async (_, schema) => {
  const flow = flowOf([{ tool: 'tax', input: { amount: 'slots.amount', kind: '"new"' } }]);
  expect(await callProblems(knowing(schema), flow)).toEqual([]);
});
