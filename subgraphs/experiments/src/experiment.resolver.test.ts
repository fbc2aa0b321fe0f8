import { statementsOn } from '@trialogue/subgraph/testing';
import {
  apply,
  archive,
  assign,
  create,
  duplicate,
  experiment,
  look,
  pause,
  read,
  running,
  start,
  stop,
  update,
  validate,
} from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
const keys = Array.from({ length: 50 }, (_, index) => `e${String(index).padStart(2, '0')}`);
beforeAll(async () => {
  on = await startExperiments();
  const status = (index: number) => (index % 2 ? 'RUNNING' : 'DRAFT');
  await on.done(apply, { experiments: keys.map((key, index) => experiment(key, { status: status(index) })) });
});
afterAll(() => on.close());

const served = `mutation { assign(experiment: "e03", unit: "u") { unit variant { key executionStrategy config arm } } }`;
const around = ['query { assignment', 'mutation { assign'].map(
  (field) => `${field}(experiment: "e03", unit: "u") { experiment { key hypothesis variants { config } } } }`,
);

const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
  __typename ... on Experiment { name status } ... on Variant { weight config arm } } }`;

test('fifty references to experiments cost one statement, fifty to variants another', async () => {
  const of = [...keys, 'nobody', 'a\u0000'].flatMap((key) => [
    { __typename: 'Experiment', key },
    { __typename: 'Variant', experimentKey: key, key: 'b' },
    { __typename: 'Variant', experimentKey: key, key: 'z' },
  ]);
  let found: any[] = [];
  const ask = async () => {
    found = await on.done(entities, { of });
  };
  expect(await statementsOn('experiments', ask)).toHaveLength(1);
  expect(await statementsOn('variants', ask)).toHaveLength(1);
  expect(found.slice(3, 6)).toMatchObject([{ name: 'e01', status: 'RUNNING' }, { config: running('meal@2') }, null]);
  expect(found.slice(150)).toEqual([null, null, null, null, null, null]);
});

test('a page of fifty with all they have costs one statement per kind of thing', async () => {
  const document =
    '{ experiments(first: 50) { edges { node { key control { key } winner { key } variants { key name } release { hash } } } } }';
  const ask = () => on.done(document);
  expect(await statementsOn('experiments', ask)).toHaveLength(1);
  expect(await statementsOn('variants', ask)).toHaveLength(1);
});

test('pages go on where they ended, in one status or all', async () => {
  const page = (variables: object) =>
    on.done(
      'query ($status: ExperimentStatus, $first: Int!, $after: String) { experiments(status: $status, first: $first, after: $after) { edges { node { key } } pageInfo { hasNextPage endCursor } } }',
      variables,
    );
  const first = await page({ status: 'RUNNING', first: 20 });
  const second = await page({ status: 'RUNNING', first: 20, after: first.pageInfo.endCursor });
  expect([...first.edges, ...second.edges].map(({ node }: any) => node.key)).toEqual(
    keys.filter((_, index) => index % 2),
  );
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  expect((await on.ask('{ experiments(after: "AA") { pageInfo { hasNextPage } } }')).errors[0]?.code).toBe(
    'CURSOR_INVALID',
  );
});

test.each<[object, object]>([
  [running('meal'), { valid: true, executionStrategy: 'prompt_template', normalForm: running('meal'), problems: [] }],
  [
    { policy_version_id: 'v1' },
    {
      ...{ valid: true, executionStrategy: 'mlflow_model', problems: [] },
      normalForm: { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'v1' } },
    },
  ],
  [
    running('meal@staging'),
    {
      valid: false,
      problems: [
        {
          path: 'prompt_config.prompt_version_id',
          message: 'there is no prompt "meal@staging"; it has 1, 2, 3, and the labels "production"',
        },
      ],
    },
  ],
  [
    running('meal', { flow_config: { flow_id: 'onboarding' } }),
    { valid: false, problems: [{ path: 'flow_config.flow_id', message: 'there is no flow "onboarding"' }] },
  ],
  [
    { execution_strategy: 'promt_template' },
    {
      valid: false,
      problems: [{ path: 'execution_strategy', message: expect.stringContaining('did you mean "prompt_template"?') }],
    },
  ],
  [
    {},
    {
      valid: false,
      executionStrategy: null,
      problems: [{ path: 'execution_strategy', message: expect.stringContaining('is missing') }],
    },
  ],
])('a config is checked as starting would: %j', async (config, report) => {
  expect(await on.done(validate, { config })).toMatchObject(report);
});

test('each act needs its scope, and references are no way around it', async () => {
  const key = 'e01';
  const cases: [string, object, string[]][] = [
    [read, { key }, ['read']],
    ['{ experiments { pageInfo { hasNextPage } } }', {}, ['read']],
    [validate, { config: {} }, ['read']],
    [look, { experiment: key, unit: 'u' }, ['read', 'assign']],
    [assign, { experiment: key, unit: 'u' }, ['assign']],
    [entities, { of: [{ __typename: 'Experiment', key }] }, ['read']],
    [entities, { of: [{ __typename: 'Variant', experimentKey: key, key: 'a' }] }, ['read']],
    [create, { input: experiment('scoped') }, ['edit']],
    [update, { key, input: {} }, ['edit']],
    [pause, { key }, ['edit']],
    [start, { key }, ['edit']],
    [stop, { key }, ['edit']],
    [archive, { key }, ['edit']],
    [duplicate, { key, as: 'scoped-too' }, ['edit']],
    [apply, { experiments: [] }, ['edit']],
  ];
  for (const [document, variables, scopes] of cases) {
    const others = (['read', 'assign', 'converse', 'track', 'edit'] as const).filter((one) => !scopes.includes(one));
    expect((await on.ask(document, variables, [...others])).errors.map(({ code }) => code)).toEqual(['FORBIDDEN']);
    for (const scope of scopes) expect((await on.ask(document, variables, [scope as 'read'])).errors).toEqual([]);
  }
});

test('who may only assign sees the variant that a unit got, and nothing else of the experiment', async () => {
  const { data, errors } = await on.ask(served, {}, ['assign']);
  expect(errors).toEqual([]);
  expect(data.assign.variant).toMatchObject({ key: expect.any(String), executionStrategy: 'prompt_template' });
  expect(data.assign.variant.config).toMatchObject({ execution_strategy: 'prompt_template' });
  expect(data.assign.variant.arm).toEqual(expect.any(String));
  for (const document of around) {
    const refused = await on.ask(document, {}, ['assign']);
    expect(refused.errors.map(({ code }) => code)).toEqual(['FORBIDDEN']);
    expect(JSON.stringify(refused.data)).not.toContain('variants');
    expect((await on.ask(document, {}, ['assign', 'read'])).errors).toEqual([]);
  }
});
