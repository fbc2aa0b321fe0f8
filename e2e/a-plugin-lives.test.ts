import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sendDocument, start } from './support/chat';
import { execute } from './support/execute';
import { Follower } from './support/good-client';
import { pluginsFile } from './support/plugin';
import { Process } from './support/processes';
import { makeProject, type Product, startProduct } from './support/product';
import { until } from './support/until';
import { overEventStream, overWebSocket } from './support/ways';

const strategy = (name: string, text: string) => `{ name: '${name}', version: '${text}', configKey: 'greet',
  effects: 'none', config: { type: 'object', properties: {} }, input: { type: 'object', properties: {} },
  output: { type: 'object', properties: { text: { type: 'string' } } }, execute: async () => ({ text: '${text}' }) }`;
const brings = (text: string) =>
  `setup: async () => ({ strategies: [${strategy('greet', text)}], graph: { typeDefs: 'extend type Query { greeting: String! }',
     resolvers: { Query: { greeting: () => '${text}' } } } })`;

function write(root: string, version: string, body: string): void {
  const folder = path.join(root, 'own/greeter');
  mkdirSync(folder, { recursive: true });
  const good = `name: 'greeter', version: '${version}', apiVersion: 1, options: { type: 'object', properties: {} }`;
  writeFileSync(path.join(folder, 'index.js'), `module.exports = { ${good}, ...{ ${body} } };\n`);
}

/** `trialogue plugins …` in the product's project. */
async function plugins(product: Product, ...words: string[]): Promise<{ code: unknown; said: string }> {
  const { PATH, HOME } = process.env;
  const command = new Process(['plugins', ...words], product.root, {
    ...{ PATH, HOME, TRIALOGUE_URL: `${product.url}/graphql`, LOG_LEVEL: 'error' },
  });
  await until(
    () => command.exit !== null,
    () => command.output,
  );
  return { code: command.exit, said: command.output };
}

const stateOf = async (product: Product) =>
  (
    await product.ask('{ plugins { name version state problem strategies { name circuit calls failures } } }')
  ).plugins.find(({ name }: any) => name === 'greeter');
const greeting = async (product: Product) => {
  const { data, errors } = await product.graph('{ greeting }');
  return data?.greeting ?? errors?.[0]?.extensions.code;
};

/** New versions that cannot be taken, and why. */
const broken: Record<string, [body: string, problem: RegExp]> = {
  'throws at once': [`...(() => { throw new Error('no luck') })()`, /its module throws when it is loaded: no luck/],
  'is of another API': [`apiVersion: 2, ${brings('three')}`, /it was written for version 2 of the plugin API/],
  'cannot be set up': [`setup: async () => { throw new Error('no licence') }`, /its setup failed: no licence/],
  'declares what is none': [
    brings('three').replace('greeting: String!', 'greeting: Strin!'),
    /its part of the graph is refused: .*Strin/,
  ],
  'answers what is none': [
    brings('three').replace(`() => 'three'`, '() => null'),
    /its part of the graph is refused: Query.greeting answers with an error: Cannot return null/,
  ],
  'lacks what is in use': [
    `setup: async () => ({})`,
    /it has no greet any more, which greetings\/one, greetings\/other use/,
  ],
};

test('a plugin is added, upgraded, broken in each way and removed while people ask and talk, who notice nothing', async () => {
  const root = makeProject();
  write(root, '1.0.0', brings('one'));
  const product = await startProduct({ TRIALOGUE_SCRIPTED_PACE_MS: '5' }, root);
  const said = () => product.output.slice(-4_000);
  const listed = readFileSync(pluginsFile(root), 'utf8');
  const { id, cursor } = await start(product, 'rosa');
  const followers = [overWebSocket, overEventStream].map((way) => new Follower(() => [product.url], id, cursor, way));
  const wrong: unknown[] = [];
  let going = true;
  const asking = (async () => {
    for (; going; await pause(10)) {
      const answer = await product.graph(
        '{ experiment(key: "meal_planning_style") { status variants { prompt { id } } } }',
      );
      if (answer.errors || answer.data.experiment.status !== 'RUNNING') wrong.push(answer);
    }
  })();
  let turns = 0;
  const talking = (async () => {
    for (; going; turns += 1) {
      const input = { conversation: id, text: `Message ${turns}`, clientMessageId: `m-${turns}`, whenBusy: 'WAIT' };
      const answer = await product.graph(sendDocument, { input });
      if (answer.data?.sendMessage.status !== 'COMPLETED') wrong.push(answer);
    }
  })();
  const greets = async (word: string) => {
    await until(async () => (await greeting(product)) === word, said);
    expect(await execute(product, 'greetings', 'ana', {})).toMatchObject({
      status: 'COMPLETED',
      output: { text: word },
    });
  };

  try {
    expect(await plugins(product, 'add', './nobody')).toMatchObject({
      code: 2,
      said: expect.stringContaining('no folder'),
    });
    expect(await plugins(product, 'add', '@acme/nobody')).toMatchObject({
      code: 2,
      said: expect.stringContaining('npm install @acme/nobody'),
    });
    expect(await plugins(product, 'add', './own/greeter')).toMatchObject({
      code: 0,
      said: expect.stringContaining('greeter 1.0.0 is loaded'),
    });
    const config = { execution_strategy: 'greet' };
    const variants = ['one', 'other'].map((key) => ({ key, weight: 0.5, isControl: key === 'one', config }));
    const plan = { primaryMetric: 'completion', sampleSize: 100 };
    const input = { key: 'greetings', name: 'Greetings', unitType: 'user', variants, ...plan };
    await product.ask('mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }', {
      input,
    });
    await product.ask('mutation { startExperiment(key: "greetings") { key } }');
    await greets('one');

    write(root, '2.0.0', brings('two'));
    expect(await plugins(product, 'reload')).toMatchObject({ code: 0 });
    await greets('two');

    for (const [what, [body, problem]] of Object.entries(broken)) {
      write(root, '3.0.0', body);
      const { code, said: text } = await plugins(product, 'reload', 'greeter');
      expect([what, code, text]).toEqual([what, 1, expect.stringMatching(problem)]);
      expect(await stateOf(product)).toMatchObject({ version: '2.0.0', state: 'LOADED' });
      await greets('two');
    }
    write(root, '2.0.0', brings('two'));
    expect(await plugins(product, 'reload')).toMatchObject({ code: 0 });

    const kept = await plugins(product, 'remove', 'greeter');
    expect(kept).toMatchObject({ code: 1, said: expect.stringContaining('greetings/one, greetings/other') });
    await greets('two');
    expect((await stateOf(product)).strategies).toMatchObject([{ name: 'greet', circuit: 'CLOSED', failures: 0 }]);
    expect(await plugins(product, 'remove', 'greeter', '--force')).toMatchObject({ code: 0 });
    await until(async () => (await greeting(product)) === 'GRAPHQL_VALIDATION_FAILED', said);
    expect(await stateOf(product)).toBeUndefined();
    expect(readFileSync(pluginsFile(root), 'utf8')).toBe(listed);
    const { errors } = await product.graph(
      'mutation { execute(experiment: "greetings", unit: "eve", input: {}) { status error { code } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'STRATEGY_NOT_FOUND' } }]);
  } finally {
    going = false;
    await Promise.all([asking, talking]);
  }
  try {
    for (const follower of followers) {
      await until(() => follower.ends >= turns, said);
      expect(follower.interruptions).toEqual([]);
    }
  } finally {
    await Promise.all(followers.map((follower) => follower.leave()));
  }
  expect(wrong).toEqual([]);
});

test('an admin adds what is allowed, through the graph, and nothing else', async () => {
  const root = makeProject();
  write(root, '1.0.0', brings('one'));
  writeFileSync(pluginsFile(root), `allowed:\n  - ./own/greeter\n${readFileSync(pluginsFile(root), 'utf8')}`);
  const product = await startProduct({}, root);
  const add = async (name: string, more: object = {}) => {
    const document = `mutation($name: ID!, $options: JSONObject) { addPlugin(name: $name, options: $options) { name state } }`;
    const { data, errors } = await product.graph(document, { name, ...more });
    return data?.addPlugin ?? errors?.[0]?.extensions.code;
  };
  const before = readFileSync(pluginsFile(root), 'utf8');
  expect(await add('./own/other')).toBe('PLUGIN_NOT_ALLOWED');
  expect(await add('fs')).toBe('PLUGIN_NOT_ALLOWED');
  rmSync(path.join(root, 'own/greeter'), { recursive: true });
  expect(await add('./own/greeter')).toBe('PLUGIN_REFUSED');
  expect(readFileSync(pluginsFile(root), 'utf8')).toBe(before);
  write(root, '1.0.0', brings('one'));
  expect(await add('./own/greeter')).toEqual({ name: 'greeter', state: 'LOADED' });
  await until(async () => (await greeting(product)) === 'one');
  expect(readFileSync(pluginsFile(root), 'utf8')).toContain('- path: ./own/greeter');

  const remove = async (name: string, force: boolean) => {
    const document = 'mutation($name: ID!, $force: Boolean!) { removePlugin(name: $name, force: $force) { name } }';
    const { data, errors } = await product.graph(document, { name, force });
    return data?.removePlugin.map((one: any) => one.name) ?? errors?.[0]?.extensions.code;
  };
  expect(await remove('prompt-template', false)).toBe('PLUGIN_IN_USE');
  expect(await remove('nobody', false)).toBe('PLUGIN_NOT_FOUND');
  expect(await remove('greeter', false)).toEqual(['prompt-template', 'mlflow-model', 'hybrid']);
  expect(readFileSync(pluginsFile(root), 'utf8')).toBe(before);
});
