import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { knownPrices } from '@trialogue/models';
import { until } from '@trialogue/store/testing';
import { pino } from 'pino';
import { PricesFile, readPricesFile } from './prices-file';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'prices-'));
  mkdirSync(path.join(root, 'config'));
});
afterEach(() => rmSync(root, { recursive: true }));
const write = (text: string, name = 'prices.yml') => writeFileSync(path.join(root, 'config', name), text);
const price = (model: string, input: number) => `prices:\n  - model: ${model}\n    input: ${input}\n    output: 5\n`;
const quiet = pino({ level: 'silent' });

test('the environment wins over the file, the file over what is known, and its example over nothing else', () => {
  write(price('claude-sonnet-4-5', 9));
  write(price('other', 7), 'prices.example.yml');
  const own = { small: { input: 1, output: 2 } };
  expect(new PricesFile(root, own, quiet).current()).toEqual({
    ...knownPrices,
    ...own,
    'claude-sonnet-4-5': { input: 9, output: 5 },
  });
  expect(new PricesFile(root, { 'claude-sonnet-4-5': own.small }, quiet).current()).toEqual({
    ...knownPrices,
    'claude-sonnet-4-5': own.small,
  });
});

test('no file: what is known', () => expect(new PricesFile(root, {}, quiet).current()).toEqual(knownPrices));

test.each([
  ['prices:\n  - model: a\n    input: -1\n    output: 1\n', [[3, 'prices.0.input', 'found -1; it must be >= 0']]],
  [`${price('a', 1)}  - model: a\n    input: 1\n    output: 1\n`, [[5, 'prices.1', 'a has a price already']]],
  ['prices:\n  - model: a\n    input: 1\n', [[2, 'prices.0.output', 'is missing; expected a number']]],
  ['prices: [\n', [[2, '', expect.stringContaining('Flow sequence')]]],
])('%j is refused where it is wrong', (text, expected) => {
  write(text);
  const { findings } = readPricesFile(root);
  expect(findings.map(({ line, path: at, message }) => [line, at, message])).toEqual(expected);
});

test('a change counts at once; a wrong one changes nothing', async () => {
  write(price('a', 1));
  const errors: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line) => void errors.push(line) });
  const file = new PricesFile(root, {}, logger);
  const watch = file.watch();
  write(price('a', 2));
  await until(() => file.current().a!.input === 2);
  write('prices: 3');
  await until(() => errors.some((line) => line.includes('The prices stay as they are')));
  expect(file.current().a!.input).toBe(2);
  write(price('a', 4));
  await until(() => file.current().a!.input === 4);
  await watch.close();
});
