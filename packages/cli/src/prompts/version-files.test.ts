import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NewFiles } from '../sync/new-files';
import type { RegistryVersion } from './registry-prompts';
import { versionEntry } from './version-files';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'trialogue-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const version = (file: string | null = null): RegistryVersion => ({
  ...{ number: 1, checksum: '', file },
  content: {
    ...{
      description: '',
      status: 'ACTIVE',
      syntax: 'JINJA',
      template: 'Soup.',
      variables: [],
      params: {},
      replies: [],
    },
    ...{ modelProvider: 'scripted', modelName: 'scripted' },
  },
});

test('whatever a product calls its prompts, no file is written outside of the project', () => {
  const add = () => versionEntry('../../elsewhere', version(), new NewFiles(root));
  expect(add).toThrow(`prompts/../../elsewhere_v1.txt leads out of ${root}`);
});

test('nor through a link', () => {
  mkdirSync(path.join(root, 'project'));
  symlinkSync(root, path.join(root, 'project/prompts'));
  expect(() => versionEntry('soup', version(), new NewFiles(path.join(root, 'project')))).toThrow('leads out');
});

test.each([
  ['prompts/deep/soup.txt', 'prompts/deep/soup.txt'],
  [`prompts/${'a'.repeat(300)}.txt`, 'prompts/soup_v1.txt'],
  ['prompts/../soup.txt', 'prompts/soup_v1.txt'],
])('a version of %.40s is written to %s', (file, expected) => {
  expect(versionEntry('soup', version(file), new NewFiles(root)).file).toBe(expected);
});
