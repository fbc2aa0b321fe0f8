import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@trialogue/store/testing';
import { FileKeep } from './file-keep';
import { definition } from './testing/definition';
import { SmallProduct } from './testing/small-product';
import { closeAll, started } from './testing/started';

let folder: string;
let keep: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trialogue-client-'));
  keep = join(folder, 'cache', 'definitions.json');
});
afterEach(async () => {
  await closeAll();
  rmSync(folder, { recursive: true, force: true });
});

/** What a client leaves behind that knew of a red colour; answers the address, where nobody is any more. */
async function left(): Promise<string> {
  const product = await SmallProduct.start(definition('colour', ['red']));
  const { trialogue } = started({ url: product.url, keep });
  await trialogue.ready();
  await trialogue.close();
  await product.stop();
  return product.url;
}

test('a client starts with the product away, on what another one knew last', async () => {
  const url = await left();
  expect(statSync(keep).mode & 0o077).toBe(0);
  const { trialogue } = started({ url, keep });
  expect(trialogue.source).toBe('kept');
  expect(trialogue.value('colour', 'grey', { unit: 'anna' })).toBe('red');
  expect(await trialogue.ready()).toBe('kept');
});

test('what the product says is taken and kept as soon as it is heard of', async () => {
  await left();
  const product = await SmallProduct.start(definition('colour', ['blue']));
  writeFileSync(keep, readFileSync(keep)); // of another product by now: another port
  const { trialogue } = started({ url: product.url, keep });
  expect(trialogue.source).toBe('none');
  expect(await trialogue.ready()).toBe('product');
  await until(() => readFileSync(keep, 'utf8').includes('blue'));
  await trialogue.close();
  await product.stop();
});

test.each([
  ['changed', (text: string) => text.replace('"red"', '"ads"')],
  ['cut short', (text: string) => text.slice(0, -20)],
  ['empty', () => ''],
])('a file that is %s is not used, and that is told', async (_, change) => {
  const url = await left();
  writeFileSync(keep, change(readFileSync(keep, 'utf8')));
  const { trialogue, problems } = started({ url, keep });
  expect(trialogue.source).toBe('none');
  await until(() => problems.some(({ code }) => code === 'UNREACHABLE'));
  await expect(trialogue.ready(0)).rejects.toMatchObject({ code: 'UNREACHABLE' });
});

test('a file that cannot be written is a problem, and no more', async () => {
  writeFileSync(join(folder, 'cache'), 'a file where the folder should be');
  const product = await SmallProduct.start(definition('colour', ['red']));
  const { trialogue, problems } = started({ url: product.url, keep });
  expect(await trialogue.ready()).toBe('product');
  await trialogue.close();
  expect(problems.map(({ code }) => code)).toContain('KEEPING_FAILED');
  await product.stop();
});

test('of many texts at once the last is there, whole, and no draft', async () => {
  const file = new FileKeep(keep, (error) => {
    throw error;
  });
  for (let index = 0; index <= 100; index++) file.write(`text ${index}`);
  await file.settled();
  expect(file.read()).toBe('text 100');
  expect(readdirSync(join(folder, 'cache'))).toEqual(['definitions.json']);
});

test('several that keep in one file leave one of their texts, whole, and no draft', async () => {
  const problems: unknown[] = [];
  const texts = Array.from({ length: 20 }, (_, index) => `${index} `.repeat(20_000 + index));
  const keeps = texts.map(() => new FileKeep(keep, (problem) => problems.push(problem)));
  for (const [index, one] of keeps.entries()) one.write(texts[index]!);
  await Promise.all(keeps.map((one) => one.settled()));
  expect(texts).toContain(keeps[0]!.read());
  expect(problems).toEqual([]);
  expect(readdirSync(join(folder, 'cache'))).toEqual(['definitions.json']);
});
