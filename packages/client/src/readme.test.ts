import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { definition } from './testing/definition';
import { SmallProduct } from './testing/small-product';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const snippets = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text!);
const address = 'https://trialogue.example.com/graphql';
const cache = '/var/cache/shop';

let product: SmallProduct;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trialogue-readme-'));
  product = await SmallProduct.start(
    definition('checkout', ['one page', 'three steps']),
    definition('banner', [{ text: 'Hello' }]),
    definition('returning', ['old', 'new'], { sticky: {} }),
  );
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await product.stop();
});

/** Runs a snippet as it stands, but for the address and the folder; answers what it has declared. */
async function run(snippet: string): Promise<Record<string, any>> {
  const text = snippet.replaceAll(address, product.url).replaceAll(cache, folder);
  const { code } = transformSync(text, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  const body = code.replace(/^import (\{.*?\}) from (.*);$/gm, 'const $1 = require($2);');
  const names = [...body.matchAll(/^const (?:\{ ([\w, ]+) \}|\[?(\w+)\]?) =/gm)].flatMap(
    ([, many, one]) => many?.split(', ') ?? one!,
  );
  const declared = `return { ${names.join(', ')} };`;
  return new Function('require', `return (async () => { ${body}\n${declared} })()`)(require);
}

test('the first example', async () => {
  expect(snippets).toHaveLength(4);
  const { checkout, variant, reason, trace } = await run(snippets[0]!);
  expect(['one page', 'three steps']).toContain(checkout);
  expect({ variant, reason }).toMatchObject({ variant: { value: { text: 'Hello' } }, reason: 'ASSIGNED' });
  expect(trace.length).toBeGreaterThan(0);
  expect([product.exposures.size, product.tracked.size]).toEqual([2, 1]);
  expect(readFileSync(join(folder, 'definitions.json'), 'utf8')).toContain('three steps');
});

test('units that keep what they met', async () => {
  product.met.set('anna', { returning: { variant: 'b', allocation: 1, bucket: 0.9, propensity: 0.5 } });
  const { outcome, variant } = await run(snippets[1]!);
  expect([outcome.assignment.variant.value, variant.value]).toEqual(['new', 'new']);
});

test('in tests', async () => {
  const { trialogue } = await run(snippets[2]!);
  expect(trialogue.exposed).toMatchObject([{ experiment: 'banner', variant: { value: true } }]);
});

test('OpenFeature', async () => {
  const { checkout } = await run(snippets[3]!);
  expect(['one page', 'three steps']).toContain(checkout);
  expect(product.exposures.size).toBe(1);
});
