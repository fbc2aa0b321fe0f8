import { execFile, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { read, say, start } from './support/chat';
import { execute, executeDocument } from './support/execute';
import { pack } from './support/packed';
import { Process } from './support/processes';
import { makeProject, type Product, repository, startProduct, temporaryFolder } from './support/product';
import { until } from './support/until';

const example = path.join(repository, 'examples/keyword-router');

/** A project as somebody has it who installs packages: its node_modules are its own, and the product's lie above. */
function projectOfItsOwn(): string {
  const above = temporaryFolder();
  const root = path.join(above, 'shop');
  renameSync(makeProject(), root);
  rmSync(path.join(root, 'node_modules'));
  symlinkSync(path.join(repository, 'node_modules'), path.join(above, 'node_modules'));
  writeFileSync(path.join(root, 'package.json'), '{ "name": "shop", "private": true }');
  return root;
}

type Change = (text: string) => string;

/** Makes a later version of what lies in a folder, in which a file reads otherwise. */
function change(folder: string, version: string, file: string, by: Change): void {
  const edit = (name: string, by: Change) => {
    const before = readFileSync(path.join(example, name), 'utf8');
    const after = by(before);
    if (after === before) throw new Error(`${name} reads as before`);
    writeFileSync(path.join(folder, name), after);
  };
  edit('package.json', (text) => text.replace('"1.0.0"', `"${version}"`));
  edit(file, by);
}

/** Packs a later version of the example. */
function packVersion(version: string, file: string, by: Change): string {
  const folder = path.join(temporaryFolder(), 'keyword-router');
  cpSync(example, folder, { recursive: true });
  change(folder, version, file, by);
  return pack(folder);
}

/** Beside what goes on: a connection that this process leaves alone for seconds is closed. */
const install = (root: string, tarball: string) =>
  promisify(execFile)('npm', ['install', tarball, '--offline', '--legacy-peer-deps', '--no-audit', '--no-fund'], {
    cwd: root,
  });

async function plugins(product: Product, ...words: string[]): Promise<{ code: unknown; said: string }> {
  const { PATH, HOME } = process.env;
  const environment = { PATH, HOME, TRIALOGUE_URL: `${product.url}/graphql`, LOG_LEVEL: 'error' };
  const command = new Process(['plugins', ...words], product.root, environment);
  await until(
    () => command.exit !== null,
    () => command.output,
  );
  return { code: command.exit, said: command.output };
}

const stateOf = async (product: Product) => {
  const { plugins: all } = await product.ask('{ plugins { name version state problem isolation } }');
  return all.find(({ name }: any) => name === 'keyword-router');
};

const config = {
  execution_strategy: 'keyword_router',
  keyword_router: { routes: [{ name: 'orders', keywords: ['refund', 'my parcel'], prompt: 'customer_support@1' }] },
  prompt_config: { prompt_version_id: 'meal_planning_assistant@1' },
};

async function startExperiment(product: Product): Promise<any[]> {
  const variants = ['a', 'b'].map((key) => ({ key, config }));
  const input = { key: 'routed', unitType: 'user', variants, primaryMetric: 'came_back_in_a_week', sampleSize: 100 };
  await product.ask('mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }', { input });
  const { startExperiment: started } = await product.ask(
    'mutation { startExperiment(key: "routed") { variants { key keywordRoutes { name keywords } } } }',
  );
  return started.variants;
}

/** Resolves when a query's fields are in the graph, or are no longer: services of their own agree on it a moment later. */
const untilInGraph = (product: Product, query: string, isThere = true) =>
  until(async () => {
    const { errors } = await product.graph(query);
    return isThere ? errors === undefined : errors?.[0]?.extensions.code === 'GRAPHQL_VALIDATION_FAILED';
  });

const counts = async (product: Product) =>
  (await product.ask('{ keywordCounts(experiment: "routed") { route count } }')).keywordCounts;
const total = (counted: { route: string; count: number }[], route: string) =>
  counted.filter((one) => one.route === route).reduce((sum, { count }) => sum + count, 0);

/** Asks the graph until it is told to stop; answers how often, and what went wrong. */
function askingAllTheTime(product: Product) {
  let isOver = false;
  let asked = 0;
  const errors: unknown[] = [];
  const running = (async () => {
    for (; !isOver; asked += 1) {
      const answer = await product.graph('{ experiment(key: "meal_planning_style") { status variants { key } } }');
      if (answer.errors || answer.data?.experiment.status !== 'RUNNING') errors.push(answer);
      await pause(20);
    }
  })();
  return async () => {
    isOver = true;
    await running;
    return { asked, errors };
  };
}

/** Versions that cannot be taken: what in which file, and why. */
const broken: [version: string, file: string, by: Change, problem: RegExp][] = [
  ['2.0.0', 'index.js', (text) => `throw new Error('no luck');\n${text}`, /no luck/],
  ['2.0.1', 'index.js', (text) => text.replace('  apiVersion,', '  apiVersion: 2,'), /version 2 of the plugin API/],
  [
    '2.0.2',
    'index.js',
    (text) => text.replace('additionalProperties: false,\n  },\n  setup', `required: ['key'],\n  },\n  setup`),
    /its options are refused/,
  ],
  ['2.0.3', 'graph.js', (text) => text.replace('keywordRoutes: [', 'weight: ['), /its part of the graph is refused/],
  [
    '2.0.4',
    'keyword-router.js',
    (text) => text.replace("effects: 'idempotent'", "effects: 'sometimes'"),
    /must say effects/,
  ],
];

test('a packed plugin is installed, added, used, upgraded, broken and removed, and nothing else notices', async () => {
  const addField = (text: string) =>
    text
      .replace('type KeywordCount {', 'extend type Query { keywordRouterVersion: String! }\n    type KeywordCount {')
      .replace('Query: {', "Query: { keywordRouterVersion: () => require('./package.json').version,");
  const upgraded = packVersion('1.1.0', 'graph.js', addField);
  const first = pack(example);
  const product = await startProduct({}, projectOfItsOwn());
  const stop = askingAllTheTime(product);
  const watched = await start(product, 'gus');
  const open = product.socket().iterate<any>({
    query: 'subscription($id: ID!, $after: String) { messageStream(conversation: $id, after: $after) { __typename } }',
    variables: { id: watched.id, after: watched.cursor },
  });
  const heard = open.next();

  expect(await plugins(product, 'add', 'keyword-router')).toMatchObject({
    said: expect.stringContaining('npm install keyword-router'),
  });
  await install(product.root, first);
  expect(await plugins(product, 'add', 'keyword-router')).toMatchObject({
    code: 0,
    said: expect.stringContaining('1.0.0'),
  });
  expect(await stateOf(product)).toMatchObject({ version: '1.0.0', state: 'LOADED', isolation: 'process' });
  await untilInGraph(product, '{ keywordCounts(experiment: "routed") { count } }');
  expect(await counts(product)).toEqual([]);

  const variants = await startExperiment(product);
  const keywordRoutes = [{ name: 'orders', keywords: ['refund', 'my parcel'] }];
  expect(variants).toEqual(['a', 'b'].map((key) => ({ key, keywordRoutes })));
  const executed = await execute(product, 'routed', 'ana', { text: 'Where is my  PARCEL?' });
  expect(executed.error).toBeNull();
  expect(executed.output).toMatchObject({
    route: 'orders',
    keyword: 'my parcel',
    text: expect.stringContaining('You are waiting for a parcel'),
  });
  const { id } = await start(product, 'ben', { experiment: 'routed' });
  expect(await say(product, id, 'My refund?')).toMatchObject({ status: 'COMPLETED', failure: null });
  expect(await say(product, id, 'Dinner for two?')).toMatchObject({
    status: 'COMPLETED',
    answer: { text: expect.any(String) },
  });
  const counted = await counts(product);
  expect([total(counted, 'orders'), total(counted, 'otherwise')]).toEqual([2, 1]);

  await install(product.root, upgraded);
  expect(await plugins(product, 'reload', 'keyword-router')).toMatchObject({ code: 0 });
  expect(await stateOf(product)).toMatchObject({ version: '1.1.0', state: 'LOADED', problem: null });
  await untilInGraph(product, '{ keywordRouterVersion }');
  expect(await product.ask('{ keywordRouterVersion }')).toEqual({ keywordRouterVersion: '1.1.0' });

  const installed = path.join(product.root, 'node_modules/keyword-router');
  for (const [version, file, by, problem] of broken) {
    cpSync(example, installed, { recursive: true });
    change(installed, version, file, by);
    await product.ask('mutation { reloadPlugins(name: "keyword-router") { name } }');
    const kept = { version: '1.1.0', state: 'LOADED', problem: expect.stringMatching(problem) };
    expect(await stateOf(product)).toMatchObject(kept);
    expect(await say(product, id, `A refund after ${version}?`)).toMatchObject({ status: 'COMPLETED' });
  }
  const reload = await plugins(product, 'reload', 'keyword-router');
  expect(reload).toMatchObject({ code: 1, said: expect.stringMatching(broken.at(-1)![3]) });
  await install(product.root, upgraded);
  expect(await plugins(product, 'reload', 'keyword-router')).toMatchObject({ code: 0 });
  expect(total(await counts(product), 'orders')).toBe(2 + broken.length);

  expect(await plugins(product, 'remove', 'keyword-router')).toMatchObject({
    code: 1,
    said: expect.stringMatching(/routed/),
  });
  expect(await stateOf(product)).toMatchObject({ state: 'LOADED' });
  expect(await plugins(product, 'remove', 'keyword-router', '--force')).toMatchObject({ code: 0 });
  expect(await stateOf(product)).toBeUndefined();
  await untilInGraph(product, '{ keywordRouterVersion }', false);
  const asked = { experiment: 'routed', unit: 'cem', input: { text: 'A refund?' } };
  const refused = await product.graph(executeDocument, asked);
  expect(refused.errors?.[0]?.extensions.code ?? refused.data.execute.error.code).toBe('STRATEGY_NOT_FOUND');

  await say(product, watched.id, 'Still there?');
  expect((await heard).value?.data).toEqual({ messageStream: { __typename: 'MessageStarted' } });
  await open.return?.();
  expect((await read(product, watched.id)).turnCount).toBe(1);
  const { asked: times, errors } = await stop();
  expect(errors).toEqual([]);
  expect(times).toBeGreaterThan(50);
});

test('the example’s own tests pass, its types fit, and nothing stands in the way of its contract', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: example, encoding: 'utf8' });
  expect(run('--test').stdout).toMatch(/# pass 22[\s\S]*# fail 0/);
  expect(run(path.join(repository, 'node_modules/typescript/bin/tsc'), '-p', '.')).toMatchObject({
    stdout: '',
    status: 0,
  });
  const verified = run(path.join(repository, 'packages/cli/bin/trialogue.js'), 'plugins', 'verify');
  expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining('9 passed, 0 failed.') });
});
