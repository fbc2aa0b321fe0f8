import type { ExecutionRecord } from './record';
import { executing, policyVersion } from './testing/executing';
import { strategy } from './testing/plugin-folder';

const asks = (reference = 'food@1') => strategy('ask', `({ policies }) => policies.get('${reference}')`);
const codeOf = (record: ExecutionRecord) => (record.outcome === 'FAILED' ? record.error.code : record.outcome);
const plan = { strategy: 'ask', config: {}, pins: { 'food@1': 'p' } };

test('a policy is what the plan pins, the variant’s params over its own, served where the head says now', async () => {
  const { execute, executor } = await executing(asks());
  expect(await execute('ask', { plan: { ...plan, config: { params: { b: 2 } } } })).toMatchObject({
    output: {
      reference: 'food@1',
      model: { name: 'food_budget', version: '2' },
      inputs: [{ name: 'income', type: 'number', required: true }],
      params: { a: 1, b: 2 },
      urls: ['http://models:5001'],
      timeoutMs: 500,
      standIn: false,
    },
    model: 'food_budget/2',
    standIn: false,
  });
  expect(await executor.standInOf(plan)).toBe(false);
});

test('its time limit is that of what is published of the version now', async () => {
  const { execute } = await executing(asks(), undefined, { current: policyVersion({ timeoutMs: 900, params: {} }) });
  expect(await execute('ask')).toMatchObject({ output: { timeoutMs: 900, params: { a: 1, b: 1 } } });
});

test('a stand-in serves in its place, and the record says so', async () => {
  const endpoints = { 1: 'standin:food budget' };
  const { execute, executor } = await executing(asks(), undefined, { endpoints, standInUrl: 'http://127.0.0.1:9' });
  expect(await execute('ask')).toMatchObject({
    output: { urls: ['http://127.0.0.1:9/food%20budget'], standIn: true },
    standIn: true,
  });
  expect(await executor.standInOf(plan)).toBe(true);
});

test('a stand-in that is only asked beside it counts for nothing', async () => {
  const endpoints = { 1: 'standin:food' };
  const shadow = strategy('ask', `({ policies }) => policies.get('food@1', { counts: false })`);
  const { execute, executor } = await executing(shadow, undefined, { endpoints, standInUrl: 'http://127.0.0.1:9' });
  const record = await execute('ask');
  expect(record).toMatchObject({ output: { standIn: true }, standIn: false });
  expect(record).not.toHaveProperty('model');
  const beside = { own: { policy: 'other@1', shadow: { policy_version_id: 'food@1' } } };
  expect(await executor.standInOf({ ...plan, config: beside })).toBe(false);
  expect(await executor.standInOf({ ...plan, config: { ...beside, served: ['food@1'] } })).toBe(true);
});

test.each([
  ['that is not pinned', 'food@2', { 1: 'http://models' }, 'POLICY_NOT_FOUND'],
  ['by an inherited name', 'constructor', { 1: 'http://models' }, 'POLICY_NOT_FOUND'],
  ['that is a prompt', 'meal@1', { 1: 'http://models' }, 'POLICY_NOT_FOUND'],
  ['that is served nowhere', 'food@1', {}, 'POLICY_NOT_FOUND'],
  ['of a stand-in where there is none', 'food@1', { 1: 'standin:food' }, 'MODEL_NOT_CONFIGURED'],
])('a policy %s fails the execution', async (_, reference, endpoints, code) => {
  const { execute } = await executing(asks(reference), undefined, { endpoints });
  expect(codeOf(await execute('ask'))).toBe(code);
});

describe('run with null for its config', () => {
  const inner = strategy('inner', '({ config, policies }) => ({ config, ...(await policies.get("food@1")).params })');
  const outer = (more = '') => strategy('outer', `({ run }) => run('inner', null, {})`, more);
  const config = { inner: { word: 'own' }, params: { b: 3 } };

  test('gives the variant’s own member of a strategy that `uses` names, with its params', async () => {
    const { execute } = await executing(`${inner}, ${outer(`uses: ['inner']`)}`);
    expect(await execute('outer', { plan: { ...plan, strategy: 'outer', config } })).toMatchObject({
      output: { config: { word: 'own' }, a: 1, b: 3 },
    });
  });

  test.each(['', `uses: ['other']`])('is refused for one that it does not name: %s', async (more) => {
    const { execute } = await executing(`${inner}, ${outer(more)}`);
    expect(codeOf(await execute('outer', { plan: { ...plan, strategy: 'outer', config } }))).toBe('STRATEGY_FAILED');
  });
});

test('variables that a strategy gives itself are known beforehand, some by its config with its defaults', async () => {
  const where = `{ properties: { mode: { const: 'two' } }, required: ['mode'] }`;
  const provides = `provides: ['prediction', { variable: 'structured', where: ${where} }]`;
  const config = `config: { type: 'object', properties: { mode: { enum: ['one', 'two'], default: 'two' } } }`;
  const { executor } = await executing(strategy('ask', '() => ({})', `${provides}, ${config}`));
  const given = (own: object) => executor.providedBy({ ...plan, config: { ask: { ...own } } });
  expect(given({})).toEqual(['prediction', 'structured']);
  expect(given({ mode: 'two' })).toEqual(['prediction', 'structured']);
  expect(given({ mode: 'one' })).toEqual(['prediction']);
  expect(executor.providedBy({ ...plan, strategy: 'gone' })).toEqual([]);
});

test('a condition that is no schema is refused', async () => {
  const provides = `provides: [{ variable: 'v', where: { properties: { mode: { type: 'nothing' } } } }]`;
  await expect(executing(strategy('ask', '() => ({})', provides))).rejects.toThrow(
    'where its strategy ask gives v is none',
  );
});

test.each([`uses: 'inner'`, 'uses: [1]', `provides: ['']`, `provides: [{ variable: 'v' }]`])(
  'a strategy that says %s is refused',
  async (more) => {
    await expect(executing(strategy('ask', '() => ({})', more))).rejects.toThrow('is no list of names');
  },
);
