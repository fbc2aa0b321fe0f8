import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyPatch } from 'diff';
import { project } from '../apply/testing/project';
import { migrateConfig } from './command';

const name = 'config/experiments.yml';
const legacy = `experiments:
  - key: e
    variants:
      - key: a
        config:
          policy_version_id: food@1 # the mean
      - key: b
        config: { execution_strategy: prompt_template, prompt_config: { prompt_version_id: x@1 } }
`;
const today = legacy.replace(
  '          policy_version_id',
  '          execution_strategy: mlflow_model\n          mlflow_model:\n            policy_version_id',
);

const said = { out: '', err: '' };
beforeEach(() => {
  Object.assign(said, { out: '', err: '' });
  for (const [stream, key] of [[process.stdout, 'out'] as const, [process.stderr, 'err'] as const])
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      said[key] += text;
      return true;
    });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

const run = (root: string, write = false, file: string | undefined = name) => migrateConfig(root, file, write);
const read = (root: string) => readFileSync(path.join(root, name), 'utf8');

test('shows a unified diff that patches the file, and changes nothing', async () => {
  const root = project({ [name]: legacy });
  await run(root);
  expect(said.out).toMatch(/^--- config\/experiments.yml\n\+\+\+ config\/experiments.yml\n@@ /);
  expect(said.out.split('\n').filter((line) => /^[-+] /.test(line))).toHaveLength(4);
  expect(applyPatch(legacy, said.out)).toBe(today);
  expect(said.err).toBe(`1 config to rewrite. With --write, ${name} is changed so.\n`);
  expect(read(root)).toBe(legacy);
  expect(process.exitCode).toBeUndefined();
});

test('--write writes it, whole and with the rights that it had; a second time there is nothing to do', async () => {
  const root = project({ [name]: legacy });
  chmodSync(path.join(root, name), 0o640);
  await run(root, true);
  expect(read(root)).toBe(today);
  expect(said.err).toBe(`${name}: 1 config rewritten.\n`);
  expect(statSync(path.join(root, name)).mode & 0o777).toBe(0o640);
  expect(readdirSync(path.join(root, 'config'))).toEqual(['experiments.yml']);

  const { mtimeMs } = statSync(path.join(root, name));
  said.out = '';
  await run(root, true);
  expect(said.out).toBe('');
  expect(said.err).toContain('there is nothing to rewrite');
  expect(statSync(path.join(root, name)).mtimeMs).toBe(mtimeMs);
});

test('a link stays one, and what it leads to is written', async () => {
  const root = project({ 'shared.yml': legacy, 'config/README.md': '' });
  symlinkSync('../shared.yml', path.join(root, name));
  await run(root, true);
  expect(lstatSync(path.join(root, name)).isSymbolicLink()).toBe(true);
  expect(readFileSync(path.join(root, 'shared.yml'), 'utf8')).toBe(today);
});

test('what only its author can decide is named with its line and makes the command fail; the rest is rewritten', async () => {
  const contradicting = legacy.replace('{ execution', '{ policy_version_id: food@1, execution');
  const root = project({ [name]: contradicting });
  await run(root, true);
  expect(said.err).toMatch(/^config\/experiments.yml:8: e, variant b: .*contradicts/);
  expect(process.exitCode).toBe(1);
  expect(read(root)).toBe(today.replace('{ execution', '{ policy_version_id: food@1, execution'));
});

test.each<[string, string | undefined, RegExp]>([
  ['no file', undefined, /^Which file/],
  ['a file that is not there', 'config/none.yml', /^config\/none.yml cannot be read: ENOENT/],
  ['a folder', 'config', /^config cannot be read: EISDIR/],
  ['a file that is not UTF-8', 'config/latin1.yml', /^config\/latin1.yml is not UTF-8/],
  ['a file of something else', 'config/prompts.yml', /^config\/prompts.yml:1: expected a list under `experiments:`/],
])('%s is refused', async (_, file, reason) => {
  const root = project({ [name]: legacy, 'config/prompts.yml': 'prompts: []\n' });
  writeFileSync(path.join(root, 'config/latin1.yml'), Buffer.from('experiments: [] # caf\xe9', 'latin1'));
  await expect(migrateConfig(root, file, true)).rejects.toThrow(reason);
  expect(said.out).toBe('');
});
