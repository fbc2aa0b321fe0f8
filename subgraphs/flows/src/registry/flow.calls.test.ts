import type { FlowDefinition } from '@trialogue/flow-engine';
import { createTestDatabase } from '@trialogue/store/testing';
import { answerOf } from '../testing/answer-of';
import { openProcess, type Process } from '../testing/process';

let on: Process;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  on = await openProcess(database.url);
});
afterAll(async () => {
  await on.close();
  await drop();
});

const create = `mutation ($input: CreateFlowVersionInput!) { createFlowVersion(input: $input) { id problems { path message } } }`;
const apply = `mutation ($flows: [ApplyFlowInput!]!) { applyFlows(flows: $flows, dryRun: true) { problems { path message severity kind } } }`;
const told = async (states: FlowDefinition['states']) => {
  const definition = { initial: 'ask', slots: { amount: { schema: { type: 'number' } } }, states };
  const flows = [{ key: 'till', versions: [{ number: 1, definition }] }];
  return answerOf(await on.ask(apply, { flows }))[0].problems.map(
    ({ path, severity, message }: any) => `${severity} ${path}: ${message}`,
  );
};

const ask = { collect: 'amount', ask: 'How much?', next: 'look', failed: 'none' };
const ends = { done: { final: 'done' }, none: { final: 'none' } };
const calling = (call: object, more: object = {}) =>
  told({ ask, look: { call, next: 'done', failed: 'none', ...more }, ...ends } as FlowDefinition['states']);
const place = 'versions.0.definition.states.look.call.input';

test.each<[string, object, string[]]>([
  ['an expression', { tool: 'tax', input: { amount: 'slots.amount' } }, []],
  ['a number', { tool: 'tax', input: { amount: 5 } }, []],
  ['an expression that is a number', { tool: 'tax', input: { amount: '-5' } }, []],
  ['what depends on the conversation', { strategy: 'price', input: { text: 'slots.amount' } }, []],
  ['a member that nobody asked for', { tool: 'tax', input: { amount: 1, more: 'turns' } }, []],
  ['a text', { tool: 'tax', input: { amount: '"five"' } }, [`ERROR ${place}.amount: found "five"; expected a number`]],
  ['true', { tool: 'tax', input: { amount: true } }, [`ERROR ${place}.amount: found true; expected a number`]],
  ['nothing', { tool: 'tax' }, [`ERROR ${place}.amount: is missing; expected a number`]],
  [
    'what a strategy refuses',
    { strategy: 'price', input: { text: 5 } },
    [`ERROR ${place}.text: found 5; expected a string`],
  ],
])('what a call is given is checked before there is a conversation: %s', async (_, call, problems) => {
  expect(await calling(call)).toEqual(problems);
});

test('so is what a check calls with; and a mutation refuses it with its place', async () => {
  const check = { call: { tool: 'tax', input: { amount: '"much"' } }, valid: 'true', otherwise: 'No.' };
  const states = { ask: { ...ask, check, next: 'done' }, ...ends } as FlowDefinition['states'];
  const at = 'states.ask.check.call.input.amount';
  expect(await told(states)).toEqual([`ERROR versions.0.definition.${at}: found "much"; expected a number`]);
  const definition = { initial: 'ask', slots: { amount: { schema: { type: 'number' } } }, states };
  const { codes, messages } = await on.ask(create, { input: { flow: 'till', definition } });
  expect(codes).toEqual(['CONFIG_INVALID']);
  expect(messages).toEqual([expect.stringContaining(`definition.${at} found "much"`)]);
});

test('guards over what a tool or a strategy gives are judged by its schema', async () => {
  const next = (when: string) => ({ next: [{ when, to: 'done' }, { to: 'none' }] });
  const weather = { tool: 'weather', input: { city: '"Rome"' } };
  const price = { strategy: 'price', input: { text: '"Soup"' } };
  const never = 'ERROR versions.0.definition.states.done: is never entered: what leads to it from look can never hold';
  expect(await calling(weather, next('result == "Rome is sunny"'))).toEqual([]);
  expect(await calling(weather, next('result == 5'))).toEqual([never]);
  expect(await calling(price, next('result.amount > 5.0'))).toEqual([]);
  expect(await calling(price, next('result.amount == "dear"'))).toEqual([never]);
  // Whatever the tool gives: it says nothing of that.
  expect(await calling({ tool: 'tax', input: { amount: 1 } }, next('result.tax == "dear"'))).toEqual([]);
});

describe('models that a call names', () => {
  const text = { type: 'string' };
  const scorer = {
    ...{ name: 'scorer', version: '1', plugin: 'odd', configKey: 'scorer', effects: 'none', output: {} },
    input: { type: 'object' },
    config: {
      type: 'object',
      properties: { policy_version_id: { ...text, ref: 'model' } },
      required: ['policy_version_id'],
      additionalProperties: false,
    },
  };
  const version = { name: 'food', number: 1, status: 'ACTIVE', modelName: 'budget', modelVersion: '3' };
  beforeAll(async () => {
    await on.store.transaction(async (sql) => {
      const publish = (kind: string, key: string, body: object) =>
        on.store.releases.publish(sql, { kind, key, schema: 1, body: body as never });
      await publish('strategy', 'scorer', scorer);
      const { hash } = await publish('policy_version', 'food@1', version);
      await publish('policy', 'food', { name: 'food', description: '', versions: { 1: hash }, aliases: {} });
      const fresh = { ...version, name: 'fresh', modelName: 'untold' };
      const { hash: first } = await publish('policy_version', 'fresh@1', fresh);
      await publish('policy', 'fresh', { name: 'fresh', description: '', versions: { 1: first }, aliases: {} });
      await publish('model_aliases', 'budget', { name: 'budget', aliases: { champion: '3', challenger: '4' } });
    });
    await on.store.releases.refresh();
  });
  const naming = (config: object) => calling({ strategy: 'scorer', config });
  const at = 'ERROR versions.0.definition.states.look.call.config';

  test('an alias of a model that a policy serves may be there, where no registry has told its aliases', async () => {
    expect(await naming({ policy_version_id: 'models:/untold@champion' })).toEqual([]);
  });

  test.each(['food@1', 'food', 'models:/budget@champion', 'models:/budget/3'])('%s is there', async (reference) => {
    expect(await naming({ policy_version_id: reference })).toEqual([]);
  });

  test.each([
    ['food@2', 'there is no policy "food@2"; it has 1'],
    ['models:/budget@challenger', 'no policy serves version 4 of the model "budget", which "challenger" stands for'],
    ['models:/budget@champ', 'the model "budget" has no alias "champ" in MLflow'],
    ['models:/other@champion', 'MLflow has not told the aliases of the model "other"'],
  ])('%s is not, and the flow is refused with the reason', async (reference, reason) => {
    expect(await naming({ policy_version_id: reference })).toEqual([expect.stringContaining(reason)]);
    expect((await naming({ policy_version_id: reference }))[0]).toContain(`${at}.policy_version_id: `);
  });

  test('a config that its strategy refuses is refused, too', async () => {
    expect(await naming({})).toEqual([expect.stringContaining(`${at}.policy_version_id: is missing`)]);
    expect(await naming({ policy_version_id: 'food@1', more: 1 })).toEqual([
      expect.stringContaining(`${at}.more: is not known here`),
    ]);
  });
});
