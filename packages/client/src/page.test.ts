import { until } from '@trialogue/store/testing';
import type { Page } from 'playwright-core';
import { browserTest } from '../../../e2e/support/browser';
import { definition } from './testing/definition';
import { bundleForPage } from './testing/page-bundle';
import { Site } from './testing/site';
import { SmallProduct } from './testing/small-product';

const script = `export { createTrialogue, createFixedTrialogue } from '@trialogue/client';`;
const openFeature = `export { TrialogueProvider } from '@trialogue/client/openfeature-web';
  export { OpenFeature } from '@openfeature/web-sdk';`;

test('what a page loads is small and has nothing of Node in it', async () => {
  const { text, files, imports } = await bundleForPage(script, true);
  expect(files.some((file) => file.endsWith('page-host.ts'))).toBe(true);
  expect([...files, ...imports].filter((name) => /^node:|node-host|file-keep|errors\/src/.test(name))).toEqual([]);
  expect(text.length).toBeLessThan(50_000);
});

let site: Site;
let product: SmallProduct;
let page: Page;

describe('in Chromium', () => {
  beforeAll(async () => {
    site = await Site.open(script + openFeature);
  });
  beforeEach(async () => {
    product = await SmallProduct.start(definition('colour', ['red']));
  });
  afterEach(() => product.stop());
  afterAll(() => site.close());

  async function visit(): Promise<void> {
    page = await site.visit();
  }

  /** Makes the client `client`, and collects what it tells. */
  const open = () =>
    page.evaluate((url) => {
      const scope = globalThis as any;
      scope.told = { problems: [], dropped: [] };
      scope.client = scope.app.createTrialogue({ url, key: 'tk_public' });
      scope.client.on('problem', (error: any) => scope.told.problems.push(error.code));
      scope.client.on('dropped', (dropped: any) => scope.told.dropped.push(dropped.count));
    }, product.url);
  const inPage = (expression: string): Promise<any> => page.evaluate(expression);
  const colour = `client.value('colour', 'grey', { unit: 'anna' })`;

  browserTest('a page assigns by what is pushed to it, and records', async () => {
    await visit();
    await open();
    expect(await inPage(`client.ready()`)).toBe('product');
    expect(await inPage(colour)).toBe('red');
    await until(() => product.subscriptions.length === 1);
    product.publish(definition('colour', ['blue']));
    await until(async () => (await inPage(colour)) === 'blue');
    await inPage(`client.flush()`);
    expect([...product.exposures.values()]).toMatchObject([{ experiment: 'colour', unit: 'anna', variant: 'a' }]);
    expect(product.headers.authorization).toBe('Bearer tk_public');
  });

  browserTest('a page that is left has recorded what its units met', async () => {
    await visit();
    await open();
    await inPage(`client.ready()`);
    await inPage(`for (let index = 0; index < 150; index++) client.assign('colour', { unit: 'user-' + index })`);
    await page.goto('about:blank');
    await until(() => product.exposures.size === 150);
  });

  browserTest('a page opens with the product away, on what it knew last', async () => {
    await visit();
    await open();
    await inPage(`client.ready()`);
    await product.stop();
    await page.reload();
    await open();
    expect(await inPage(colour)).toBe('red'); // before anything could have been asked
    expect(await inPage(`client.ready()`)).toBe('kept');
    await product.listen();
    await until(async () => (await inPage(`client.source`)) === 'product');
    await inPage(`client.flush()`);
    expect(product.exposures.size).toBe(1);
  });

  browserTest('a page that nobody looks at holds no connection, and catches up when somebody does', async () => {
    await visit();
    await open();
    await inPage(`client.ready()`);
    await until(() => product.followers === 1);
    const show = (state: string) =>
      inPage(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await show('hidden');
    await until(() => product.followers === 0, 20_000);
    product.publish(definition('colour', ['blue']));
    expect(await inPage(colour)).toBe('red');
    await show('visible');
    await until(async () => (await inPage(colour)) === 'blue');
    await until(() => product.followers === 1);
  });

  browserTest('a page asks through OpenFeature', async () => {
    await visit();
    await open();
    await inPage(`app.OpenFeature.setContext({ targetingKey: 'anna' })`);
    await inPage(`app.OpenFeature.setProviderAndWait(new app.TrialogueProvider(client))`);
    expect(await inPage(`app.OpenFeature.getClient().getStringValue('colour', 'grey')`)).toBe('red');
    await inPage(`client.flush()`);
    expect(product.exposures.size).toBe(1);
  });

  browserTest('a page whose storage is full, or forbidden, goes on without', async () => {
    await visit();
    await inPage(`localStorage.setItem('mine', 'x'.repeat(5 * 2 ** 20 - 10))`);
    await open();
    expect(await inPage(`client.ready()`)).toBe('product');
    expect(await inPage(colour)).toBe('red');
    await until(async () => (await inPage(`told.problems`)).includes('KEEPING_FAILED'));
    await inPage(`Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })`);
    await open();
    expect(await inPage(`client.ready()`)).toBe('product');
    expect(await inPage(`told.dropped`)).toEqual([]);
  });
});
