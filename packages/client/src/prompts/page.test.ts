import { until } from '@trialogue/store/testing';
import type { Page } from 'playwright-core';
import { browserTest } from '../../../../e2e/support/browser';
import { bundleForPage } from '../testing/page-bundle';
import { Site } from '../testing/site';
import { SmallProduct } from '../testing/small-product';

const script = `export { createTrialogue } from '@trialogue/client/prompts';`;

test('what a page loads to render has nothing of Node in it, and who does not render loads nothing of it', async () => {
  const { text, files, imports } = await bundleForPage(script, true);
  expect(files.some((file) => file.endsWith('prompts/browser.ts'))).toBe(true);
  expect([...files, ...imports].filter((name) => /^node:|node-host|file-keep|canonical-json/.test(name))).toEqual([]);
  expect(text.length).toBeLessThan(550_000);
  const other = await bundleForPage(`export { createTrialogue } from '@trialogue/client';`);
  expect(other.files.filter((file) => /prompts|templates|ajv|lru-cache/.test(file))).toEqual([]);
});

describe('in Chromium', () => {
  let site: Site;
  let product: SmallProduct;
  let page: Page;
  beforeAll(async () => {
    site = await Site.open(script);
  });
  beforeEach(async () => {
    product = await SmallProduct.start();
    const { registry } = product;
    const age = { name: 'age', required: false, default: 18, schema: { type: 'integer', minimum: 18 } };
    registry.publish('dish@1', { template: 'Cook for {{ who }}, {{ age }}. 🍲', variables: [age] });
    registry.publish('dish@2', { syntax: 'MUSTACHE', template: 'Serve {{who}}.' });
    registry.label('dish', 'production', 1);
    product.publish(registry.experiment('dishes', ['dish@1']));
  });
  afterEach(() => product.stop());
  afterAll(() => site.close());

  const open = () =>
    page.evaluate((url) => {
      const scope = globalThis as any;
      scope.client = scope.app.createTrialogue({ url, key: 'tk_public' });
      scope.resolve = (request: any) =>
        scope.client.resolvePrompt({ unit: 'anna', variables: { who: 'Anna' }, ...request }).then(
          (given: any) => `${given.promptVersion.id}: ${given.messages[0].text}`,
          (error: any) => error.code,
        );
    }, product.url);
  const inPage = (expression: string): Promise<any> => page.evaluate(expression);

  browserTest('a page resolves, records, and follows labels and archived versions', async () => {
    page = await site.visit();
    await open();
    expect(await inPage(`resolve({ experiment: 'dishes' })`)).toBe('dish@1: Cook for Anna, 18. 🍲');
    await inPage(`client.flush()`);
    expect([...product.exposures.values()]).toMatchObject([{ experiment: 'dishes', unit: 'anna', variant: 'a' }]);
    expect(await inPage(`resolve({ name: 'dish', variables: { who: 'Anna', age: 3 } })`)).toBe(
      'PROMPT_VARIABLE_INVALID',
    );
    await until(() => product.followers === 2);
    product.registry.label('dish', 'production', 2);
    await until(async () => (await inPage(`resolve({ name: 'dish' })`)) === 'dish@2: Serve Anna.');
    product.registry.archive('dish@1');
    await until(async () => (await inPage(`resolve({ experiment: 'dishes' })`)) === 'PROMPT_VERSION_ARCHIVED');
  });

  browserTest('a page opens with the product away, on what it knew last', async () => {
    page = await site.visit();
    await open();
    await inPage(`resolve({ experiment: 'dishes' })`);
    await until(async () => (await inPage(`localStorage.getItem('trialogue.prompts')`))?.includes('Cook for'));
    await product.stop();
    await page.reload();
    await open();
    expect(await inPage(`resolve({ experiment: 'dishes' })`)).toBe('dish@1: Cook for Anna, 18. 🍲');
    await product.listen();
    await inPage(`client.flush()`);
    expect(product.exposures.size).toBe(1);
  });

  browserTest('a page that nobody looks at follows nothing, and asks before it resolves', async () => {
    page = await site.visit();
    await open();
    await inPage(`resolve({ experiment: 'dishes' })`);
    await until(() => product.followers === 2);
    await inPage(`Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'))`);
    await until(() => product.followers === 0, 20_000);
    product.publish(product.registry.experiment('dishes', ['dish@2']));
    expect(await inPage(`resolve({ experiment: 'dishes' })`)).toBe('dish@2: Serve Anna.');
    product.registry.archive('dish@2');
    expect(await inPage(`resolve({ experiment: 'dishes' })`)).toBe('PROMPT_VERSION_ARCHIVED');
    await product.stop();
    expect(await inPage(`resolve({ experiment: 'dishes' })`)).toBe('PROMPT_VERSION_ARCHIVED');
  });

  browserTest(
    'where a page forbids `eval`, a prompt whose variables have no schemas is rendered all the same',
    async () => {
      const strict = await Site.open(script, { 'content-security-policy': "script-src 'self'" });
      try {
        page = await strict.visit();
        await open();
        expect(await inPage(`resolve({ name: 'dish@2' })`)).toBe('dish@2: Serve Anna.');
        product.registry.publish('dish@3', { template: '{% for one in [1, 2] %}{{ who }}{{ one }} {% endfor %}' });
        await until(async () => (await inPage(`resolve({ name: 'dish@3' })`)) === 'dish@3: Anna1 Anna2 ');
        expect(await inPage(`resolve({ name: 'dish@1' })`)).toBe('RENDERING_FORBIDDEN');
        expect(await inPage(`resolve({ experiment: 'dishes' })`)).toBe('RENDERING_FORBIDDEN');
        await inPage(`client.flush()`);
        expect([...product.exposures.values()]).toMatchObject([{ experiment: 'dishes', unit: 'anna', variant: 'a' }]);
      } finally {
        strict.close();
      }
    },
  );
});
