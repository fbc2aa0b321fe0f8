import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { replicasFile } from './replicas-file';

const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-gateway-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = path.join(folder, 'data', 'replicas.json');
const open = (database: string) => replicasFile(place, database, pino({ level: 'silent' }));
const replica = { service: 'flows', id: 'a', url: 'http://a', schema: 's', holds: ['s'] };

test('what was written last is read, of the same database only', async () => {
  expect(await open('one').read()).toBeUndefined();
  const file = open('one');
  await Promise.all([file.write([]), file.write([replica])]);
  expect(await open('one').read()).toEqual([replica]);
  expect(await open('another').read()).toBeUndefined();
});

test('a file that cannot be read is as none', async () => {
  writeFileSync(place, '{"database":"one","repl');
  expect(await open('one').read()).toBeUndefined();
});
