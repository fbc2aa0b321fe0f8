import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { definition } from './testing/definition';
import { SmallProduct } from './testing/small-product';

const snippetsOf = (file: string) =>
  [...readFileSync(join(__dirname, file), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text!);
const snippets = snippetsOf('../README.md');
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
  expect(snippets).toHaveLength(5);
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

describe('prompts', () => {
  beforeEach(() => {
    const variables = [{ name: 'servings', required: true }];
    for (const name of ['dinner', 'meal']) {
      product.registry.publish(`${name}@1`, { template: 'For {{ servings }}.', variables });
      product.registry.label(name, 'production', 1);
    }
    product.publish(product.registry.experiment('dinner', ['dinner@1']));
    product.publish(product.registry.experiment('meal_planning_style', ['meal@1']));
  });

  test('of an experiment, and by their names', async () => {
    const { messages, params, promptVersion, arm, named } = await run(snippets[2]!);
    expect(messages).toEqual([{ role: 'system', text: 'For 4.' }]);
    expect({ params, promptVersion, arm }).toMatchObject({ promptVersion: { id: 'dinner@1' }, arm: 'arm-of-dinner@1' });
    expect(named.messages[0].text).toBe('For 2.');
    expect([...product.exposures.values()]).toMatchObject([{ experiment: 'dinner', unit: 'anna' }]);
    expect(readFileSync(join(folder, 'definitions.json.prompts'), 'utf8')).toContain('For {{ servings }}.');
  });

  test('as the guide has it', async () => {
    const [snippet, ...others] = snippetsOf('../../../docs/prompts-guide.md');
    expect(others).toEqual([]);
    const { messages, variant } = await run(snippet!);
    expect({ messages, variant }).toMatchObject({ messages: [{ text: 'For 4.' }], variant: { key: 'a' } });
    expect(product.exposures.size).toBe(1);
  });
});

test('in tests', async () => {
  const { trialogue } = await run(snippets[3]!);
  expect(trialogue.exposed).toMatchObject([{ experiment: 'banner', variant: { value: true } }]);
});

test('OpenFeature', async () => {
  const { checkout } = await run(snippets[4]!);
  expect(['one page', 'three steps']).toContain(checkout);
  expect(product.exposures.size).toBe(1);
});
