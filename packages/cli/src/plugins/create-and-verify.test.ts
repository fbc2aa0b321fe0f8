import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run as create } from './create';
import { run as verify } from './verify';

const repository = path.join(__dirname, '../../../..');
let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'trialogue-create-'));
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const node = (folder: string, ...args: string[]) =>
  spawnSync(process.execPath, args, {
    cwd: path.join(root, folder),
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });

test('what is created passes its tests, its contract tests and the compiler, and says what to do next', async () => {
  const { text, data } = await create(root, ['@acme/big-hello']);
  expect(text).toContain('Made big-hello: README.md, graph.js, index.js, package.json');
  expect(data).toMatchObject({
    folder: 'big-hello',
    next: [
      'npm --prefix big-hello test',
      'npx trialogue plugins verify big-hello',
      'npx trialogue plugins add ./big-hello',
      expect.anything(),
    ],
  });
  expect(JSON.parse(readFileSync(path.join(root, 'big-hello/package.json'), 'utf8')).name).toBe('@acme/big-hello');
  for (const file of readdirSync(path.join(root, 'big-hello')))
    expect(readFileSync(path.join(root, 'big-hello', file), 'utf8')).not.toMatch(/plugin.?template|FOLDER/i);

  const tests = node('big-hello', '--test');
  expect({ status: tests.status, fail: /# fail (\d+)/.exec(tests.stdout)?.[1] }).toEqual({ status: 0, fail: '0' });
  const tsc = node('big-hello', path.join(repository, 'node_modules/typescript/bin/tsc'), '-p', '.');
  expect({ status: tsc.status, stdout: tsc.stdout }).toEqual({ status: 0, stdout: '' });

  const report = await verify(root, ['big-hello']);
  expect(report.text).toContain('big-hello 0.1.0\n✓ the plugin opens and stops');
  expect(report.text).toContain('✓ strategy big_hello obeys an abort');
  expect(report.code).toBe(0);
});

test('elsewhere, it says first how to get what plugins import', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-elsewhere-'));
  const { data } = await create(root, ['hello', '--folder', folder, '--json']);
  expect((data as { next: string[] }).next[0]).toBe(
    `cd ${folder} && npm install --save-dev ${path.join(repository, 'packages/plugin-api')}`,
  );
  rmSync(folder, { recursive: true });
});

test.each<[string[], string]>([
  [[], 'What is the plugin called?'],
  [['Hello'], '"Hello" cannot be the name of a plugin.'],
  [['../x'], '"../x" cannot be the name of a plugin.'],
  [['taken'], 'taken is not empty.'],
  [['hello', '--into', 'x'], "Unknown option '--into'."],
])('create %j is refused: %s', async (words, message) => {
  mkdirSync(path.join(root, 'taken'));
  writeFileSync(path.join(root, 'taken/file'), '');
  await expect(create(root, words)).rejects.toThrow(message);
});

const plugin = (contribution: string, more = '') =>
  `module.exports = { name: 'odd', version: '1', apiVersion: 1, options: { type: 'object' }, setup: async () => (${contribution}), ${more} };`;
const strategy = (execute: string) =>
  `{ strategies: [{ name: 's', version: '1', configKey: 's', effects: 'none', config: {}, input: { type: 'object' }, output: {}, execute: ${execute} }] }`;

test.each<[string, string, string]>([
  [
    'another version of the API',
    plugin('{}', 'apiVersion: 3'),
    '✕ the plugin can be taken\n    odd: it was written for version 3',
  ],
  [
    'a failure',
    plugin(strategy('async () => { throw new TypeError("x") }')),
    '✕ strategy s answers what its output schema admits, in plain data that a worker can hand over\n    odd: strategies.s: x',
  ],
])('verify tells with paths of %s', async (_, source, told) => {
  mkdirSync(path.join(root, 'odd'));
  writeFileSync(path.join(root, 'odd/index.js'), source);
  writeFileSync(path.join(root, 'odd/samples.json'), JSON.stringify({ strategies: { s: { config: {}, input: {} } } }));
  const { text, code, data } = await verify(root, ['odd']);
  expect(text).toContain(told);
  expect(code).toBe(1);
  expect(data).toMatchObject({ valid: false });
});

test('what a plugin throws beside its call is told, and ends nothing: by the command itself', () => {
  mkdirSync(path.join(root, 'odd'));
  writeFileSync(
    path.join(root, 'odd/index.js'),
    plugin(strategy('async () => void Promise.reject(new Error("beside"))')),
  );
  writeFileSync(path.join(root, 'odd/samples.json'), JSON.stringify({ strategies: { s: { config: {}, input: {} } } }));
  const command = path.join(repository, 'packages/cli/bin/trialogue.js');
  const { status, stdout } = node('odd', command, 'plugins', 'verify', '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout).tests).toContainEqual({
    test: 'strategy s answers what its output schema admits, in plain data that a worker can hand over',
    path: 'strategies.s',
    problem: 'it throws where nobody can catch it: beside',
  });
});

test('a folder without a plugin, and one without samples', async () => {
  await expect(verify(root, ['none'])).rejects.toThrow('There is no plugin in none.');
  mkdirSync(path.join(root, 'odd'));
  writeFileSync(path.join(root, 'odd/index.js'), plugin(strategy('async () => 1')));
  const { text } = await verify(path.join(root, 'odd'), []);
  expect(text).toContain('there are no samples of its strategies s');
  expect(text).toContain('There are no samples: write samples.js.');
});
