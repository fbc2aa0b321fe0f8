import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeProject, repository, startProduct } from './support/product';
import { until } from './support/until';

const edit = (root: string, file: string, change: (text: string) => string) =>
  writeFileSync(path.join(root, file), change(readFileSync(path.join(root, file), 'utf8')));

test('what a team wrote is there after the start, and nothing changes when it is read again', async () => {
  const product = await startProduct();
  const { experiments, prompts } = await product.ask(
    '{ experiments { edges { node { key status } } } prompts { edges { node { name versions { edges { node { id problems { message } } } } } } } }',
  );
  expect(experiments.edges.map(({ node }: any) => [node.key, node.status])).toContainEqual([
    'meal_planning_style',
    'RUNNING',
  ]);
  const versions = prompts.edges.flatMap(({ node }: any) => node.versions.edges.map((edge: any) => edge.node));
  expect(versions.map(({ id }: any) => id).sort()).toEqual([
    'budget_coach@1',
    'budget_coach@2',
    'case_summary@1',
    'customer_support@1',
    'meal_planning_assistant@1',
    'meal_planning_assistant@2',
    'support_triage@1',
  ]);
  expect(versions.flatMap(({ problems }: any) => problems)).toEqual([]);

  await product.end();
  const again = await startProduct({ DATABASE_URL: product.databaseUrl }, product.root);
  expect(again.output).not.toMatch(/created|updated|refused/);
});

test('a broken entry is refused with file, line and reason, and the rest still starts', async () => {
  const root = makeProject();
  edit(
    root,
    'config/prompts.example.yml',
    (text) =>
      `${text.trimEnd()}\n  - name: broken\n    versions:\n      - version: 1\n        file: prompts/nowhere.txt\n        model_provider: anthropic\n        model_name: x\n`,
  );
  edit(
    root,
    'config/experiments.example.yml',
    (text) =>
      `${text.trimEnd()}\n  - key: typo\n    variants:\n      - key: a\n        wieght: 1\n        config: {}\n`,
  );
  const product = await startProduct({}, root);
  const lines = readFileSync(path.join(root, 'config/prompts.example.yml'), 'utf8').split('\n');
  expect(product.output).toContain(
    `config/prompts.example.yml:${lines.indexOf('  - name: broken') + 1}  prompt broken  refused`,
  );
  expect(product.output).toContain('there is no file prompts/nowhere.txt');
  expect(product.output).toMatch(/experiments\.example\.yml:\d+ {2}experiment typo {2}refused/);
  expect(product.output).toContain('wieght');
  expect((await product.ask('{ experiment(key: "meal_planning_style") { status } }')).experiment.status).toBe(
    'RUNNING',
  );
});

test('flows are applied between prompts and experiments, and their faults are told with their own file and line', async () => {
  const root = makeProject({ everyFlow: true });
  edit(root, 'flows/data_collection_flow.yml', (text) => text.replace('next: ask_email', 'next: ask_emial'));
  const product = await startProduct({}, root);
  const lines = readFileSync(path.join(root, 'flows/data_collection_flow.yml'), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('ask_emial')) + 1;
  expect(product.output).toMatch(/flows\.example\.yml:\d+ {2}flow data_collection {2}refused/);
  expect(product.output).toContain(
    `flows/data_collection_flow.yml:${line}: states.ask_order.next: there is no state "ask_emial"`,
  );
  expect(product.output).toContain('did you mean "ask_email"?');
  const { flow, experiment } = await product.ask(
    '{ flow(key: "onboarding") { version { id } } experiment(key: "onboarding_flow") { status variants { key flow { id states } prompt { id } } } }',
  );
  expect(flow).toEqual({ version: { id: 'onboarding@1' } });
  expect(experiment).toEqual({
    status: 'RUNNING',
    variants: [
      { key: 'control', flow: null, prompt: { id: 'meal_planning_assistant@1' } },
      {
        key: 'guided',
        flow: { id: 'onboarding@1', states: expect.arrayContaining(['welcome', 'plan']) },
        prompt: { id: 'meal_planning_assistant@1' },
      },
    ],
  });

  edit(root, 'flows/data_collection_flow.yml', (text) => text.replace('ask_emial', 'ask_email'));
  await until(async () => (await product.ask('{ flow(key: "data_collection") { key } }')).flow !== null);
});

test('a prompt that is written after the YAML that names it, in a folder that was not there', async () => {
  const root = makeProject();
  rmSync(path.join(root, 'prompts'), { recursive: true });
  const product = await startProduct({}, root);
  expect(product.output).toContain('there is no file prompts/');
  cpSync(path.join(repository, 'prompts'), path.join(root, 'prompts'), { recursive: true });
  const asked = async () => (await product.ask('{ prompt(name: "customer_support") { name } }')).prompt;
  await until(async () => (await asked())?.name === 'customer_support');
});

test('a copy without .example wins, and a new version is read while the product runs', async () => {
  const root = makeProject();
  const product = await startProduct({}, root);
  const example = readFileSync(path.join(root, 'config/prompts.example.yml'), 'utf8');
  writeFileSync(
    path.join(root, 'prompts/customer_support_v2.txt'),
    'You help the customers of a shop. Answer in one sentence.',
  );
  writeFileSync(path.join(root, 'config/prompts.yml'), example);
  appendFileSync(
    path.join(root, 'config/prompts.yml'),
    '\n  - name: shop_support\n    versions:\n      - version: 1\n        file: prompts/customer_support_v2.txt\n        model_provider: anthropic\n        model_name: claude-sonnet-4.5\n',
  );
  const asked = async () =>
    (await product.ask('{ prompt(name: "shop_support") { version(number: 1) { template } } }')).prompt;
  await until(async () => (await asked())?.version?.template.startsWith('You help'));
});
