import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commitsOf, committedText } from './commits';
import { project } from './testing/project';

const git = (root: string, ...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-C', root, ...words], { stdio: 'pipe' })
    .toString()
    .trim();
const files = { 'prompts/a.txt': 'A', 'prompts/b.txt': 'B', 'config/prompts.yml': 'prompts: []\n' };
const names = Object.keys(files);

function repository(): string {
  const root = project(files);
  git(root, 'init', '-q');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'one');
  return root;
}

test('files that are as HEAD has them are clean; edited, staged, new, ignored and deleted ones are not', async () => {
  const root = repository();
  const clean = await commitsOf(root, names);
  expect(clean.head).toBe(git(root, 'rev-parse', 'HEAD'));
  expect(clean.missing).toBeUndefined();
  expect(names.map((name) => clean.isClean(name))).toEqual([true, true, true]);

  appendFileSync(path.join(root, 'prompts/a.txt'), '!');
  appendFileSync(path.join(root, 'config/prompts.yml'), '# more\n');
  git(root, 'add', 'config/prompts.yml');
  writeFileSync(path.join(root, 'prompts/new.txt'), 'new');
  writeFileSync(path.join(root, 'prompts/ignored.log'), 'ignored');
  writeFileSync(path.join(root, '.gitignore'), '*.log\n');
  rmSync(path.join(root, 'prompts/b.txt'));
  const all = [...names, 'prompts/new.txt', 'prompts/ignored.log'];
  const dirty = await commitsOf(root, all);
  expect(all.filter((name) => dirty.isClean(name))).toEqual([]);
});

test('a project in a folder of a repository, and files with names that patterns are made of', async () => {
  const root = project({ 'team/prompts/[a]*.txt': 'A', 'team/prompts/ü b.txt': 'B' });
  git(root, 'init', '-q');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'one');
  const own = ['prompts/[a]*.txt', 'prompts/ü b.txt'];
  const { isClean } = await commitsOf(path.join(root, 'team'), own);
  expect(own.map(isClean)).toEqual([true, true]);
  expect(await committedText(path.join(root, 'team'), 'prompts/ü b.txt')).toBe('B');
  expect(await committedText(path.join(root, 'team'), 'prompts/none.txt')).toBeUndefined();
});

test.each<[string, () => string, RegExp]>([
  ['no repository', () => project(files), /no Git repository/],
  [
    'no commit',
    () => {
      const root = project(files);
      git(root, 'init', '-q');
      return root;
    },
    /no commit yet/,
  ],
  ['no folder', () => path.join(project(files), 'gone'), /./],
])('%s: no commit, and a reason', async (_, make, reason) => {
  const { head, missing, isClean } = await commitsOf(make(), names);
  expect(head).toBeUndefined();
  expect(missing).toMatch(reason);
  expect(isClean('prompts/a.txt')).toBe(false);
});

test('without Git there is no commit', async () => {
  expect(await commitsOf(repository(), names, '/nothing/git')).toMatchObject({ missing: 'there is no Git' });
});

test('a Git that hangs is not waited for', async () => {
  const root = repository();
  const program = path.join(root, 'git');
  writeFileSync(program, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
  expect(await commitsOf(root, names, program)).toMatchObject({ missing: 'Git did not answer within 5 s' });
}, 60_000);
