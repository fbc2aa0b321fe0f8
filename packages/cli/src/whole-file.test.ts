import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { project } from './apply/testing/project';
import { createFile, replaceFile } from './whole-file';

test('a file is replaced whole, with the rights that it had; a link stays one', async () => {
  const root = project({ 'a.txt': 'old' });
  const [file, leading] = ['a.txt', 'link.txt'].map((name) => path.join(root, name)) as [string, string];
  chmodSync(file, 0o640);
  symlinkSync('a.txt', leading);
  await replaceFile(leading, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(lstatSync(leading).isSymbolicLink()).toBe(true);
  expect(readdirSync(root).sort()).toEqual(['a.txt', 'link.txt']);
});

test('a file is created with its folder, and never over another, whoever is first', async () => {
  const root = project({});
  const file = path.join(root, 'prompts/a.txt');
  const texts = ['1', '2', '3', '4', '5'];
  const created = await Promise.all(texts.map((text) => createFile(file, text)));
  expect(created.filter(Boolean)).toHaveLength(1);
  expect(readFileSync(file, 'utf8')).toBe(texts[created.indexOf(true)]);
  expect(readdirSync(path.join(root, 'prompts'))).toEqual(['a.txt']);
});

test('what cannot be written is said, and nothing of it is left', async () => {
  const root = project({ prompts: 'a file' });
  await expect(replaceFile(path.join(root, 'prompts/a.txt'), 'x')).rejects.toThrow(/a.txt cannot be written/);
  expect(existsSync(path.join(root, 'prompts/a.txt'))).toBe(false);
  expect(readdirSync(root)).toEqual(['prompts']);
});
