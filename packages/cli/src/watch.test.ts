import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '@trialogue/store/testing';
import { FileWatch } from './watch';

const name = 'prompts/deep/a.txt';
let root: string;
let watch: FileWatch;
/** What the file said when it was read last; reading and watching go on as in the product. */
let read: string | undefined;
const errors: Error[] = [];

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'trialogue-watch-'));
  read = undefined;
  errors.length = 0;
  const look = () => {
    try {
      read = readFileSync(path.join(root, name), 'utf8');
    } catch {
      read = 'nothing';
    }
    watch.watch([name]);
  };
  watch = new FileWatch(root, look, (error) => errors.push(error));
});

afterEach(() => {
  watch.close();
  rmSync(root, { recursive: true, force: true });
});

function write(text: string): void {
  mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}

const reads = (text: string) => until(() => read === text);

test('a file that is written, with its folders, after it was named', async () => {
  watch.watch([name]);
  write('first');
  await reads('first');
  write('second');
  await reads('second');
  expect(errors).toEqual([]);
});

test('a folder that goes and comes back, at once or later', async () => {
  write('first');
  watch.watch([name]);
  for (const text of ['second', 'third']) {
    rmSync(path.join(root, 'prompts'), { recursive: true });
    write(text);
    await reads(text);
  }
  rmSync(path.join(root, 'prompts'), { recursive: true });
  await reads('nothing');
  write('fourth');
  await reads('fourth');
  writeFileSync(path.join(root, name), 'fifth');
  await reads('fifth');
  expect(errors).toEqual([]);
});
