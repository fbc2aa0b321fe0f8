import type { PolicyBody, PolicyVersionBody } from '@trialogue/variant-config';
import { applyPolicies, create, experiment, food, policy, start } from './testing/documents';
import { publishMarkedModel } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());
beforeEach(() => on.sql('truncate exp.policy_versions, exp.policies'));

async function applied(...policies: object[]) {
  const results = await on.done(applyPolicies, { policies });
  return results.map(({ subject, outcome, problems }: any) => [
    subject,
    outcome,
    ...problems.map(({ path, message }: any) => `${path}: ${message}`),
  ]);
}
const read = (name: string, number?: number) => on.done(policy, { name, number });

test('a policy is there as it was written, and published', async () => {
  const version = { alias: 'uuid-v1', description: 'Least squares', params: { quantile: 0.5 }, timeoutMs: 500 };
  expect(await applied({ ...food(version), description: 'Food' })).toEqual([['food', 'CREATED']]);
  expect(await read('food', 1)).toEqual({
    name: 'food',
    description: 'Food',
    version: {
      ...{ id: 'food@1', number: 1, status: 'ACTIVE', modelName: 'food_budget', modelVersion: '1', standIn: false },
      ...{ ...version, checksum: expect.any(String), createdAt: expect.any(Date), policy: { name: 'food' } },
      inputs: [{ name: 'income', type: 'number', required: true, description: null }],
    },
  });
  const { body } = on.store.releases.head<PolicyBody>('policy', 'food')!;
  const release = on.store.releases.head<PolicyVersionBody>('policy_version', 'food@1')!;
  expect(body).toEqual({
    ...{ name: 'food', description: 'Food', versions: { 1: release.hash }, aliases: { 'uuid-v1': 1 } },
    endpoints: { 1: 'http://models:5001/' },
  });
  expect(release.body).toMatchObject({ name: 'food', number: 1, modelName: 'food_budget', timeoutMs: 500 });
});

test('applying again changes nothing, not even who may be told', async () => {
  await applied(food({ alias: 'uuid-v1' }, {}));
  const rev = () => on.sql('select max(rev) as rev from exp.heads').then(({ rows }) => rows[0]);
  const before = await rev();
  expect(await applied(food({}, {}))).toEqual([['food', 'UNCHANGED']]);
  expect(await rev()).toEqual(before);
});

test('a name means the newest active version', async () => {
  await applied(food({}, {}, { status: 'ARCHIVED' }));
  expect((await read('food')).version.id).toBe('food@2');
  expect((await read('food', 3)).version.status).toBe('ARCHIVED');
  expect((await read('food', 4)).version).toBeNull();
  expect(await read('nobody')).toBeNull();
});

test.each<[string, object]>([
  ['where it is served', { endpoint: 'standin:food_budget_1' }],
  ['its time limit', { timeoutMs: 900 }],
  ['its description', { description: 'other' }],
  ['its status', { status: 'ARCHIVED' }],
  ['an alias that it did not have', { alias: 'late' }],
  [
    'the description of an input',
    { inputs: [{ name: 'income', type: 'number', required: true, description: 'A year' }] },
  ],
])('of a published version may change: %s', async (_, change) => {
  await applied(food({}));
  const { checksum } = (await read('food', 1)).version;
  expect(await applied(food(change))).toEqual([['food', 'UPDATED']]);
  expect((await read('food', 1)).version.checksum).toBe(checksum);
});

test.each<[string, object, string]>([
  ['its model', { modelName: 'other' }, 'behaviour (model, inputs, params)'],
  ['its model’s version', { modelVersion: '7' }, 'behaviour (model, inputs, params)'],
  ['its params', { params: { a: 2 } }, 'behaviour (model, inputs, params)'],
  [
    'the type of an input',
    { inputs: [{ name: 'income', type: 'string', required: true }] },
    'behaviour (model, inputs, params)',
  ],
  ['its alias', { alias: 'other' }, 'id uuid-v1'],
])('of a published version is fixed: %s', async (_, change, part) => {
  await applied(food({ alias: 'uuid-v1' }));
  const before = await read('food', 1);
  expect(await applied({ ...food({ ...change }, {}), description: 'changed' })).toEqual([
    [
      'food',
      'REFUSED',
      expect.stringContaining(`versions.0: Version 1 of policy food is published and its ${part} cannot`),
    ],
  ]);
  expect(await read('food', 1)).toEqual(before);
  expect((await read('food', 2)).version).toBeNull();
});

test.each<[string, object, string[]]>([
  [
    'everything at once',
    {
      name: '1st',
      versions: [{ ...food({}).versions[0], number: 0, modelName: '', timeoutMs: 0, endpoint: 'nowhere' }],
    },
    ['name', 'versions.0.number', 'versions.0.modelName', 'versions.0.endpoint', 'versions.0.timeoutMs'],
  ],
  ['no versions', { name: 'food', versions: [] }, ['versions']],
  ['a number twice', { ...food({}, { number: 1 }) }, ['versions.1.number']],
  ['an alias twice', food({}, { alias: 'a' }, { alias: 'a' }), ['versions.2.alias']],
  ['an alias that is a reference', food({ alias: 'food@1' }), ['versions.0.alias']],
  ['its own name as an alias', food({ alias: 'food' }), ['versions.0.alias']],
  [
    'an input twice',
    food({
      inputs: [
        { name: 'a', type: 'number' },
        { name: 'a', type: 'string' },
      ],
    }),
    ['versions.0.inputs.1.name'],
  ],
  ['a URL with a password', food({ endpoint: 'https://me:secret@models/' }), ['versions.0.endpoint']],
  ['another protocol', food({ endpoint: 'file:///etc/passwd' }), ['versions.0.endpoint']],
  ['a stand-in without a model', food({ endpoint: 'standin:' }), ['versions.0.endpoint']],
  ['a stand-in that leads elsewhere', food({ endpoint: 'standin:../other' }), ['versions.0.endpoint']],
])('an entry is refused with its paths: %s', async (_, entry, paths) => {
  const results = await on.done(applyPolicies, { policies: [entry, { ...food({}), name: 'good' }] });
  expect(results.map(({ outcome }: any) => outcome)).toEqual(['REFUSED', 'CREATED']);
  expect(results[0].problems.map(({ path }: any) => path)).toEqual(paths);
  expect(JSON.stringify(results)).not.toContain('secret');
});

test('an alias is there once, over all policies, and is nobody’s name', async () => {
  await applied(food({ alias: 'uuid-v1' }, {}));
  const other = (...versions: object[]) => ({ ...food(...versions), name: 'other' });
  expect([...(await applied(other({ alias: 'uuid-v1' }))), ...(await applied(other({ alias: 'food' })))]).toEqual([
    ['other', 'REFUSED', 'versions.0.alias: is another name of food@1 already: uuid-v1'],
    ['other', 'REFUSED', 'versions.0.alias: is the name of a policy: food'],
  ]);
  expect(await applied({ ...food({ alias: 'x' }), name: 'uuid-v1' })).toEqual([
    ['uuid-v1', 'REFUSED', 'name: is another name of food@1 already'],
  ]);
  expect(await applied(food({}, { alias: 'uuid-v1' }))).toEqual([
    ['food', 'REFUSED', 'versions.1.alias: is another name of food@1 already: uuid-v1'],
  ]);
});

test('two that take one alias at the same time: one of them gets it', async () => {
  const entries = ['one', 'two', 'three', 'four'].map((name) => ({ ...food({ alias: 'same' }), name }));
  const outcomes = (await Promise.all(entries.map((entry) => applied(entry)))).map(([[, outcome]]) => outcome);
  expect(outcomes.sort()).toEqual(['CREATED', 'REFUSED', 'REFUSED', 'REFUSED']);
});

test('what an experiment serves is not archived; where it is served may change', async () => {
  await publishMarkedModel(on.store);
  await applied(food({ alias: 'uuid-v1' }, {}));
  const variant = (key: string, config: object) => ({ key, config });
  const variants = [
    variant('legacy', { policy_version_id: 'uuid-v1' }),
    variant('named', { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'food@2' } }),
  ];
  await on.done(create, { input: experiment('pins', { variants }) });
  const started = await on.done(start, { key: 'pins' });
  expect(started.variants[0].config).toEqual({
    execution_strategy: 'mlflow_model',
    mlflow_model: { policy_version_id: 'food@1' },
  });
  expect(await applied(food({}, { status: 'ARCHIVED' }))).toEqual([
    ['food', 'REFUSED', expect.stringContaining('Policy food@2 is pinned by the experiment pins')],
  ]);
  expect(await applied(food({ endpoint: 'https://elsewhere/base' }))).toEqual([['food', 'UPDATED']]);
});

test('each act needs its scope; the address of a server is for those who may set it', async () => {
  await applied(food({}, { endpoint: 'standin:food_budget_2' }));
  const endpoints = '{ policy(name: "food") { versions { edges { node { id endpoint standIn } } } } }';
  const seen = await on.done(endpoints);
  expect(seen.versions.edges.map(({ node }: any) => node)).toEqual([
    { id: 'food@2', endpoint: 'standin:food_budget_2', standIn: true },
    { id: 'food@1', endpoint: 'http://models:5001/', standIn: false },
  ]);
  const reader = await on.ask(endpoints, {}, ['read']);
  expect(reader.errors[0]).toMatchObject({ code: 'FORBIDDEN' });
  expect(reader.data.policy.versions.edges[0].node).toEqual({ id: 'food@2', endpoint: null, standIn: true });
  const { errors } = await on.ask(applyPolicies, { policies: [] }, ['read']);
  expect(errors[0]).toMatchObject({ code: 'FORBIDDEN' });
});

test('pages of policies and of versions', async () => {
  await applied(food({}, {}, {}), { ...food({}), name: 'beer' }, { ...food({}), name: 'cheese' });
  const page = `query ($after: String, $below: String) { policies(first: 2, after: $after) { pageInfo { hasNextPage endCursor }
    edges { node { name versions(first: 2, after: $below) { pageInfo { endCursor hasNextPage } edges { node { number } } } } } } }`;
  const first = await on.done(page);
  expect(first.edges.map(({ node }: any) => node.name)).toEqual(['beer', 'cheese']);
  const second = await on.done(page, { after: first.pageInfo.endCursor });
  expect(second.pageInfo.hasNextPage).toBe(false);
  const { versions } = second.edges[0].node;
  expect(versions.edges.map(({ node }: any) => node.number)).toEqual([3, 2]);
  const rest = await on.done(page, { after: first.pageInfo.endCursor, below: versions.pageInfo.endCursor });
  expect(rest.edges[0].node.versions.edges.map(({ node }: any) => node.number)).toEqual([1]);
});
