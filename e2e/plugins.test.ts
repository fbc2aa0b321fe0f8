import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { start } from './support/chat';
import { type Product, startProduct } from './support/product';
import { until } from './support/until';

/** The plugins that the product comes with, by their names, and the field that each adds to `Variant`. */
const own = {
  'prompt-template': { strategy: 'prompt_template', field: 'modelOverride { provider }' },
  'mlflow-model': { strategy: 'mlflow_model', field: 'model { reference }' },
  hybrid: { strategy: 'hybrid', field: 'hybrid { policy prompt }' },
};
const names = Object.keys(own) as (keyof typeof own)[];

const fileOf = (product: Product) => path.join(product.root, 'config/plugins.yml');
const entries = (kept: readonly string[]) => kept.map((name) => `  - name: "@trialogue/plugin-${name}"\n`).join('');
const strategiesOf = async (product: Product) =>
  (await product.ask('{ strategies { name } }')).strategies.map((one: any) => one.name);
const pluginsOf = async (product: Product): Promise<any[]> =>
  (await product.ask('{ plugins { name version state problem } }')).plugins;
const ask = (product: Product, field: string) =>
  product.graph(`{ experiment(key: "meal_planning_style") { variants { ${field} } } }`);
const isGone = async (product: Product, field: string) =>
  (await ask(product, field)).errors?.[0]?.extensions.code === 'GRAPHQL_VALIDATION_FAILED';

test('a plugin that is removed takes its strategy and its field along, and the graph goes on; by its line alone it stays while it is in use', async () => {
  const product = await startProduct();
  expect(await strategiesOf(product)).toEqual(names.map((name) => own[name].strategy));
  const open = product.socket().iterate({
    query: 'subscription($id: ID!) { messageStream(conversation: $id) { cursor } }',
    variables: { id: (await start(product, 'gus')).id },
  });
  const pending = open.next();

  writeFileSync(fileOf(product), 'plugins: []\n');
  const kept = async () => (await pluginsOf(product)).filter(({ problem }) => problem?.startsWith('it is not removed'));
  await until(async () => (await kept()).length === names.length);
  expect((await kept()).map(({ name, state }) => [name, state])).toEqual(names.map((name) => [name, 'LOADED']));
  expect(await strategiesOf(product)).toEqual(names.map((name) => own[name].strategy));

  for (const name of names) {
    const rest = names.filter((other) => other !== name);
    writeFileSync(fileOf(product), `plugins:\n${entries(names)}`);
    await until(
      async () => (await pluginsOf(product)).filter(({ problem }) => problem === null).length === names.length,
    );
    await product.ask('mutation($name: ID!) { removePlugin(name: $name, force: true) { name } }', { name });
    await until(() => isGone(product, own[name].field));
    for (const other of rest) expect((await ask(product, own[other].field)).errors).toBeUndefined();
    expect((await strategiesOf(product)).sort()).toEqual(rest.map((other) => own[other].strategy).sort());
  }
  expect((await product.ask('{ experiment(key: "meal_planning_style") { status } }')).experiment.status).toBe(
    'RUNNING',
  );
  expect(await Promise.race([pending, Promise.resolve('still open')])).toBe('still open');
  await open.return?.();
});

/** Plugins that cannot be taken, as CommonJS; what a body leaves out is as a good plugin has it. */
const bad: Record<string, [body: string, problem: string]> = {
  throws: [`setup: async () => { throw new Error('no licence') }`, 'its setup failed: no licence'],
  clashes: [
    `setup: async () => ({ graph: { resolvers: {}, typeDefs: \`extend type Variant @key(fields: "experimentKey key") {
       experimentKey: ID! @external  key: ID! @external  modelOverride: String }\` } })`,
    'its part of the graph is refused: the field Variant.modelOverride is declared by the plugin prompt-template',
  ],
  scribbles: [
    `setup: async () => ({ graph: { resolvers: {}, typeDefs: 'extend type Variant {{' } })`,
    'its part of the graph is refused: Syntax Error',
  ],
  confuses: [
    `setup: async () => ({ strategies: [{ name: 's', version: '1', configKey: 's', effects: 'none', execute: async () => 1,
       config: { type: 'nonsense' }, input: {}, output: {} }] })`,
    'the config schema of its strategy s is none: schema is invalid',
  ],
  hurries: ['apiVersion: 2', 'it was written for version 2 of the plugin API'],
};

test('a plugin that cannot be taken is refused with its name and reason, and the others and the graph go on', async () => {
  const product = await startProduct();
  for (const [name, [body]] of Object.entries(bad)) {
    mkdirSync(path.join(product.root, 'bad', name), { recursive: true });
    const good = `name: '${name}', version: '1.0.0', apiVersion: 1, options: { type: 'object', properties: {} }, setup: async () => ({})`;
    writeFileSync(path.join(product.root, 'bad', name, 'index.js'), `module.exports = { ${good}, ...{ ${body} } };\n`);
  }
  const paths = Object.keys(bad).map((name) => `  - path: ./bad/${name}\n`);
  writeFileSync(fileOf(product), `plugins:\n${entries(names.slice(0, 1))}${paths.join('')}${entries(names.slice(1))}`);
  await until(async () => (await pluginsOf(product)).length === names.length + paths.length);

  const plugins = await pluginsOf(product);
  for (const [name, [, problem]] of Object.entries(bad))
    expect(plugins.find((plugin) => plugin.name.endsWith(name))).toMatchObject({
      state: 'REFUSED',
      problem: expect.stringContaining(problem),
    });
  expect(plugins.filter(({ state }) => state === 'LOADED').map(({ name }) => name)).toEqual(names);
  for (const { field } of Object.values(own)) expect((await ask(product, field)).errors).toBeUndefined();
});

test('a half-saved plugins.yml removes nothing; neither does one with a wrong entry', async () => {
  const product = await startProduct();
  const good = readFileSync(fileOf(product), 'utf8');
  for (const [text, complaint] of [
    [`${good}\n  - name: "unclosed`, 'The plugins stay as they are'],
    ['plugins:\n  - nmae: x\n', 'plugins.yml","line":2'],
  ]) {
    writeFileSync(fileOf(product), text!);
    await until(() => product.output.includes(complaint!));
    expect(await strategiesOf(product)).toEqual(names.map((name) => own[name].strategy));
  }
});
