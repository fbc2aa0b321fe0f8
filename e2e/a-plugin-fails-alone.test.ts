import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execute } from './support/execute';
import { makeProject, startProduct } from './support/product';
import { until } from './support/until';

/** What a strategy and a field of a stranger's plugin can do to what they run in. */
const faults = {
  loops: 'for (;;);',
  exits: 'process.exit(1);',
  throws: "setTimeout(() => { throw new Error('late'); }); return new Promise(() => {});",
  fills: 'const kept = new Map(); for (let i = 0; ; i += 1) kept.set(i, i);',
  kills: "process.kill(process.pid, 'SIGKILL'); for (;;);",
};

function makeFaultyProject(): string {
  const root = makeProject();
  const folder = path.join(root, 'faulty');
  mkdirSync(folder);
  const acts = Object.entries(faults).map(([name, body]) => `${name}: () => { ${body} }`);
  writeFileSync(
    path.join(folder, 'index.js'),
    `const object = { type: 'object', properties: {} };
     const acts = { ${acts.join(',\n')}, answers: async () => 'fine' };
     const faulty = { name: 'faulty', version: '1', configKey: 'faulty', effects: 'none', config: object, output: object,
       input: { type: 'object', properties: { act: { type: 'string' } } },
       execute: async ({ input }) => ({ said: await acts[input.act]() }) };
     const typeDefs = 'extend type Query { ' + Object.keys(acts).map((name) => name + '(now: Boolean!): String').join(' ') + ' }';
     module.exports = { name: 'faulty', version: '1.0.0', apiVersion: 1, options: object,
       setup: async () => ({ strategies: [faulty], graph: { typeDefs, resolvers: { Query: acts } } }) };`,
  );
  appendFileSync(path.join(root, 'config/plugins.yml'), '\n  - path: ./faulty\n    memory_mb: 32\n');
  appendFileSync(
    path.join(root, 'config/experiments.example.yml'),
    `\n  - key: faults\n    status: running\n    primary_metric: met\n    sample_size: 100\n    variants:
      - { key: a, control: true, config: { execution_strategy: faulty, faulty: {} } }
      - { key: b, config: { execution_strategy: faulty, faulty: { of: b } } }\n`,
  );
  return root;
}

test('a plugin’s loop, exit, late error, full heap or signal fails its call, and nobody else notices', async () => {
  const product = await startProduct({}, makeFaultyProject());
  for (const act of Object.keys(faults)) {
    const { errors } = await product.graph(`{ ${act}(now: true) }`);
    expect(errors).toMatchObject([{ extensions: { code: 'PLUGIN_CRASHED', retryable: true } }]);
  }
  const failing = execute(product, 'faults', 'ana', { act: 'loops' });
  let isOver = false;
  void failing.finally(() => {
    isOver = true;
  });
  let answered = 0;
  await until(async () => {
    await product.ask('{ experiment(key: "meal_planning_style") { variants { modelOverride { provider } } } }');
    answered += 1;
    return isOver;
  });
  expect(answered).toBeGreaterThan(3);
  expect(await failing).toMatchObject({ status: 'FAILED', error: { code: 'STRATEGY_CRASHED' } });
  expect(await execute(product, 'faults', 'ana', { act: 'answers' })).toMatchObject({ output: { said: 'fine' } });
  const { plugins } = await product.ask('{ plugins { name state isolation restarts } }');
  expect(plugins.find(({ name }: any) => name === 'faulty')).toMatchObject({
    state: 'LOADED',
    isolation: 'process',
    restarts: 6,
  });
});
