import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leadsInto } from './leads-into';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'trialogue-leads-'));
  mkdirSync(path.join(root, 'in/deep'), { recursive: true });
  mkdirSync(path.join(root, 'inner'));
  writeFileSync(path.join(root, 'inner/secret.txt'), 'Secret');
  symlinkSync('../inner', path.join(root, 'in/out'));
  symlinkSync('../inner/secret.txt', path.join(root, 'in/file.txt'));
  symlinkSync('deep', path.join(root, 'in/link'));
  symlinkSync('in', path.join(root, 'way'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ['in', 'in/new.txt', true],
  ['in', 'in/new/deeper/new.txt', true],
  ['in', 'in/..new', true],
  ['in', 'in/link/new.txt', true],
  ['way', 'way/new.txt', true],
  ['in', 'in', false],
  ['in', 'inner/secret.txt', false],
  ['in', 'in/../inner/new.txt', false],
  ['in', 'in/file.txt', false],
  ['in', 'in/out', false],
  ['in', 'in/out/new/new.txt', false],
])('in %s: %s is %s', (folder, place, expected) =>
  expect(leadsInto(path.join(root, folder), `${root}/${place}`)).toBe(expected),
);
