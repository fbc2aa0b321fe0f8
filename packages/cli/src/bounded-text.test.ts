import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { project } from './apply/testing/project';
import { boundedText } from './bounded-text';

const root = project({ 'one.txt': '\ufeffé' });
const at = (name: string) => path.join(root, name);

test('a text is read as it is, and what is longer or no text is not', () => {
  expect(boundedText(at('one.txt'), 5)).toBe('\ufeffé');
  expect(() => boundedText(at('one.txt'), 4)).toThrow('is larger than 4 bytes');
  expect(() => boundedText('/dev/zero', 1_000_000)).toThrow('is larger than 1000000 bytes');
  execFileSync('sh', ['-c', `printf 'a\\377' > ${at('two.txt')}`]);
  expect(() => boundedText(at('two.txt'), 100)).toThrow('is no text in UTF-8');
  expect(() => boundedText(root, 100)).toThrow('EISDIR');
  expect(() => boundedText(at('none'), 100)).toThrow('ENOENT');
});

test('a pipe is read until it ends', () => {
  execFileSync('mkfifo', [at('pipe')]);
  spawn('sh', ['-c', `(printf one; printf two) > ${at('pipe')}`]);
  expect(boundedText(at('pipe'), 100)).toBe('onetwo');
});
