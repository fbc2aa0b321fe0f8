import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { browserTest, openPage } from './support/browser';
import { fakeAnthropic } from './support/fake-anthropic';
import { makeProject, startProduct } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();

/** A page of the product, and every address outside it that the page asked for. */
async function visit(url: string): Promise<{ page: Page; foreign: string[]; faults: string[] }> {
  const page = await openPage();
  const foreign: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !/^(data|blob):/.test(request.url()))
      foreign.push(request.url());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(url);
  return { page, foreign, faults };
}

browserTest('the chat page: talk, see the answer arrive, reload in mid-answer and lose nothing', async () => {
  const product = await startProduct(anthropic.env);
  const { page, foreign, faults } = await visit(`${product.url}/chat`);
  await page.locator('#start button[type=submit]').click();
  const held = anthropic.holdNext();
  await page.locator('#text').fill('What can I cook with chickpeas and rice?');
  await page.locator('#text').press('Enter');

  const answers = (state: string) => page.locator(`#messages li[data-role=assistant][data-state=${state}] .text`);
  const shows = (state: string, text: string) =>
    until(async () => (await answers(state).allTextContents()).join() === text);
  await shows('running', held.begun);
  await page.reload();
  await shows('running', held.begun);
  held.release();
  await shows('completed', held.text);

  const { conversations } = await product.ask(
    '{ conversations { edges { node { unit arm variant { key } messages { edges { node { role text } } } } } } }',
  );
  expect(conversations.edges).toHaveLength(1);
  const { arm, variant, messages } = conversations.edges[0].node;
  expect(messages.edges.map(({ node }: any) => node.text)).toEqual([
    'What can I cook with chickpeas and rice?',
    held.text,
  ]);
  await expect(page.locator('body').textContent()).resolves.toContain(variant.key);
  await expect(page.locator('body').textContent()).resolves.toContain(arm.slice(0, 8));
  expect({ foreign, faults }).toEqual({ foreign: [], faults: [] });
});

browserTest('the explorer works from the product’s own files, with examples ready', async () => {
  const product = await startProduct();
  const { page, foreign, faults } = await visit(`${product.url}/explorer`);
  await page.locator('.graphiql-execute-button').click();
  await until(async () => (await page.locator('.result-window').textContent())!.includes('meal_planning_style'));
  expect(await page.locator('.graphiql-tab').count()).toBeGreaterThanOrEqual(3);
  expect({ foreign, faults }).toEqual({ foreign: [], faults: [] });
});

browserTest('the explorer opens where a proxy answers for the graph, in a language of its own', async () => {
  const product = await startProduct();
  const page = await openPage();
  await page.route('**/graphql', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Please log in</h1>' }),
  );
  await page.goto(`${product.url}/explorer`);
  await page.locator('.graphiql-execute-button').waitFor();
  expect(await page.locator('.graphiql-tab').count()).toBeGreaterThanOrEqual(3);
});

browserTest('in a project without the example, the explorer’s tabs name an experiment that runs there', async () => {
  const root = makeProject();
  const [own] = /^ {2}- key: meal_planning_style\n[\s\S]*?(?=^ {2}- key)/m.exec(
    readFileSync(path.join(root, 'config/experiments.example.yml'), 'utf8'),
  )!;
  const renamed = own.replace('meal_planning_style', 'dinner_style');
  writeFileSync(path.join(root, 'config/experiments.yml'), `experiments:\n${renamed}`);
  const product = await startProduct({}, root);
  const { page, faults } = await visit(`${product.url}/explorer`);
  await page.locator('.graphiql-execute-button').click();
  await until(async () => (await page.locator('.result-window').textContent())!.includes('"key": "dinner_style"'));
  expect(faults).toEqual([]);
});
