import { statementsOn } from '@trialogue/subgraph/testing';
import { apply, archive, content, create, label, render } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
const names = Array.from({ length: 50 }, (_, index) => `p${String(index).padStart(2, '0')}`);
beforeAll(async () => {
  on = await startPrompts();
  const versions = [1, 2, 3].map((number) => ({ number, ...content(`Version ${number}`) }));
  const labels = [{ label: 'production', version: 2 }];
  await on.done(apply, { prompts: names.map((name) => ({ name, versions, labels })) });
});
afterAll(() => on.close());

const entities =
  'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Prompt { description } ... on PromptVersion { template prompt { name } } ... on Variant { prompt { id number } } } }';

test('fifty references to versions cost one statement, and unknown ones are null', async () => {
  const of = [
    ...names.map((name) => `${name}@3`),
    'p00@9',
    'nobody@1',
    'p00@production',
    'p00@9999999999',
    'a\u0000@1',
    '',
  ];
  let found: any[] = [];
  const statements = await statementsOn('prompt_versions', async () => {
    found = await on.done(entities, { of: of.map((id) => ({ __typename: 'PromptVersion', id })) });
  });
  expect(statements).toHaveLength(1);
  expect(found.slice(0, 50).every((version) => version.template === 'Version 3')).toBe(true);
  expect(found[7].prompt.name).toBe('p07');
  expect(found.slice(50)).toEqual([null, null, null, null, null, null]);
});

test('fifty references to prompts cost one statement', async () => {
  const of = names.map((name) => ({ __typename: 'Prompt', name }));
  expect(await statementsOn('prompts', () => on.done(entities, { of }))).toHaveLength(1);
});

test('the prompts of fifty variants cost one statement; references mean what they mean now', async () => {
  const config = (reference: unknown) => ({
    execution_strategy: 'prompt_template',
    prompt_config: { prompt_version_id: reference },
  });
  const cases: [unknown, string | null][] = [
    ['p00@3', 'p00@3'],
    ['p00@production', 'p00@2'],
    ['p00', 'p00@2'],
    ['p00@staging', null],
    ['p00@4', null],
    ['nobody', null],
    ['not @ one', null],
    [7, null],
  ];
  const configs = [
    ...cases.map(([reference]) => config(reference)),
    { execution_strategy: 'mlflow_model' },
    ...names.slice(1, 43).map(config),
  ];
  const of = configs.map((config, index) => ({ __typename: 'Variant', experimentKey: 'e', key: `v${index}`, config }));
  let found: any[] = [];
  const statements = await statementsOn('prompt_versions', async () => {
    found = await on.done(entities, { of });
  });
  expect(statements).toHaveLength(1);
  expect(found.slice(0, 9).map(({ prompt }) => prompt?.id ?? null)).toEqual([...cases.map(([, id]) => id), null]);
});

test('a page of fifty prompts with all they have costs one statement per kind of thing', async () => {
  const document = `{ prompts(first: 50) { edges { node { name labels { label version { template } } version { template }
    versions(first: 2) { edges { node { number } cursor } pageInfo { hasNextPage endCursor } } } } pageInfo { hasNextPage } } }`;
  let page: any;
  const ask = async () => {
    page = await on.done(document);
  };
  expect(await statementsOn('prompts', ask)).toHaveLength(1);
  expect(await statementsOn('prompt_labels', ask)).toHaveLength(1);
  // Once by id, once by page.
  expect(await statementsOn('prompt_versions', ask)).toHaveLength(2);
  expect(page.edges).toHaveLength(50);
  expect(page.edges[49].node).toMatchObject({ name: 'p49', version: { template: 'Version 2' } });
  expect(page.edges[49].node.versions.edges.map(({ node }: any) => node.number)).toEqual([3, 2]);
});

test('pages go on where they ended', async () => {
  const { pageInfo } = await on.done('{ prompts(first: 20) { pageInfo { hasNextPage endCursor } } }');
  const next = await on.done(
    'query ($after: String) { prompts(first: 40, after: $after) { edges { node { name } } pageInfo { hasNextPage } } }',
    {
      after: pageInfo.endCursor,
    },
  );
  expect(next.edges.map(({ node }: any) => node.name)).toEqual(names.slice(20));
  expect([pageInfo.hasNextPage, next.pageInfo.hasNextPage]).toEqual([true, false]);

  const versions = (after?: string) =>
    on.ask(
      'query ($after: String) { prompt(name: "p00") { versions(first: 2, after: $after) { edges { node { number } } pageInfo { hasNextPage endCursor } } } }',
      { after },
    );
  const first = (await versions()).data.prompt.versions;
  expect((await versions(first.pageInfo.endCursor)).data.prompt.versions).toMatchObject({
    edges: [{ node: { number: 1 } }],
    pageInfo: { hasNextPage: false },
  });
  expect((await versions('bm9uZQ')).errors[0]?.code).toBe('CURSOR_INVALID');
  expect((await on.ask('{ prompts(after: "AA") { pageInfo { hasNextPage } } }')).errors[0]?.code).toBe(
    'CURSOR_INVALID',
  );
});

test('reading needs `read`, changing needs `edit`, and references are no way around it', async () => {
  const move = { name: 'p00', version: 2, label: 'production' };
  const cases: [string, object, 'read' | 'edit'][] = [
    ['{ prompt(name: "p00") { name } }', {}, 'read'],
    ['{ prompts { pageInfo { hasNextPage } } }', {}, 'read'],
    [render, { name: 'p00' }, 'read'],
    [entities, { of: [{ __typename: 'PromptVersion', id: 'p00@1' }] }, 'read'],
    [entities, { of: [{ __typename: 'Variant', experimentKey: 'e', key: 'a', config: {} }] }, 'read'],
    [create, { input: { name: 'p00', number: 1, ...content('Version 1') } }, 'edit'],
    [label, move, 'edit'],
    [archive, { name: 'p00', version: 1 }, 'edit'],
    [apply, { prompts: [] }, 'edit'],
  ];
  for (const [document, variables, scope] of cases) {
    const others = (['read', 'assign', 'converse', 'track', 'edit'] as const).filter((one) => one !== scope);
    expect((await on.ask(document, variables, [...others])).errors.map(({ code }) => code)).toEqual(['FORBIDDEN']);
    const own = (await on.ask(document, variables, ['read', scope])).errors.map(({ code }) => code);
    expect(own).toEqual([]);
  }
});
