import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pluginFolder, strategy } from '../testing/plugin-folder';

const root = path.join(__dirname, '../../../..');
const folder = pluginFolder();
afterAll(() => folder.remove());

/** In a process of its own, for Jest has another `require`. Loads the plugin with options, one after the other. */
const script = `
const { Plugins } = require(${JSON.stringify(path.join(__dirname, 'plugins.ts'))});
const quiet = { info() {}, warn() {}, error() {} };
const plugins = new Plugins({ projectRoot: ${JSON.stringify(folder.root)}, secret() {}, logger: quiet }, {
  mountable: async (modules) => new Map(modules.filter(({ module }) => module.typeDefs === 'bad').map(({ plugin }) => [plugin, 'bad'])),
  mount() {}, users: async () => [], publish: async () => {},
});
(async () => {
  const seen = [];
  for (const options of [{}, { throws: true }, { setup: true }, { graph: true }, { strategy: true }, { n: 'wrong' }, { n: 1 }]) {
    globalThis.throws = options.throws;
    const [{ state, problem }] = await plugins.load([{ path: 'stateful', options, secrets: [], isolation: 'none' }]);
    seen.push([state, problem !== undefined, await plugins.strategy('looks').strategy.execute({})]);
  }
  await plugins.close();
  console.log(JSON.stringify(seen));
})();`;

test('a version that is refused leaves the modules of the one that goes on, and other packages in its folder, alone', () => {
  const looks = strategy('looks', "() => ({ same: require('./state') === state, loads: globalThis.loads })");
  folder.write(
    'stateful',
    `options: { type: 'object', properties: { n: { type: 'integer' } } }, setup: async (options) => {
      if (options.setup) throw new Error('no luck');
      const graph = options.graph && { graph: { typeDefs: 'bad', resolvers: {} } };
      return { strategies: [${looks}, ...(options.strategy ? [{}] : [])], ...graph };
    }`,
  );
  const at = path.join(folder.root, 'stateful');
  const plugin = readFileSync(path.join(at, 'index.js'), 'utf8');
  const before = `const state = require('./state'); require('dependency'); if (globalThis.throws) throw new Error('no luck');`;
  writeFileSync(path.join(at, 'index.js'), `${before}\n${plugin}`);
  writeFileSync(path.join(at, 'state.js'), 'module.exports = {};\n');
  mkdirSync(path.join(at, 'node_modules/dependency'), { recursive: true });
  writeFileSync(path.join(at, 'node_modules/dependency/index.js'), 'globalThis.loads = (globalThis.loads ?? 0) + 1;\n');
  const sources = ['--require', path.join(root, 'scripts/run-sources.js'), '-C', 'trialogue-source'];
  const output = execFileSync(process.execPath, [...sources, '-e', script], { cwd: root, timeout: 60_000 });
  const served = { same: true, loads: 1 };
  expect(JSON.parse(output.toString())).toEqual([
    ['LOADED', false, served],
    ...Array(5).fill(['LOADED', true, served]),
    ['LOADED', false, served],
  ]);
}, 90_000);
