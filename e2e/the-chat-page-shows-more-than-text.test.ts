import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page, WebSocketRoute } from 'playwright-core';
import { browserTest, openPage } from './support/browser';
import { fakeAnthropic } from './support/fake-anthropic';
import { entriesOf, pluginsFile } from './support/plugin';
import { makeProject, type Product, startProduct } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();

const prompts = `prompts:
  - name: dish
    description: Names a dish.
    versions:
      - version: 1
        template: Name a dish.
        model_provider: anthropic
        model_name: claude-sonnet-4.6
        status: active
        response_schema:
          type: object
          properties: { dish: { type: string }, steps: { type: array, items: { type: string } } }
          required: [dish, steps]
`;
const experiments = `experiments:
  - key: trips
    name: Trips
    hypothesis: None.
    unit_type: user
    status: running
    traffic: 1.0
    primary_metric: none
    sample_size: 10
    variants:
      - { key: control, weight: 1, control: true, config: { execution_strategy: trip } }
      - { key: same, weight: 1, config: { execution_strategy: trip } }
`;
/** Calls two tools, of which one fails, and says what the model says between them. */
const plugin = `const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
const nothing = { type: 'object', properties: {} };
module.exports = { name: 'trip', version: '1', apiVersion: 1, options: nothing, setup: async () => ({ strategies: [{
  name: 'trip', version: '1', configKey: 'trip', config: nothing, input: text, output: text, effects: 'none',
  async execute({ input, models, emit }) {
    await emit({ type: 'tool-call', id: '1', tool: 'weather', arguments: { city: '<b>Rome</b>' } });
    await emit({ type: 'tool-call', id: '2', tool: 'trains', arguments: { to: 'Rome' } });
    await emit({ type: 'tool-result', id: '2', ok: false, content: 'no line' });
    const model = { provider: 'anthropic', name: 'claude-sonnet-4.6' };
    const messages = [{ role: 'user', parts: [{ type: 'text', text: input.text }] }];
    const { output } = await models.generate({ model, messages, stream: true });
    await emit({ type: 'tool-result', id: '1', ok: true, content: 'sun' });
    return { text: output };
  } }] }) };`;

function project(): string {
  const root = makeProject();
  writeFileSync(path.join(root, 'config/prompts.yml'), prompts);
  writeFileSync(path.join(root, 'config/experiments.yml'), experiments);
  mkdirSync(path.join(root, 'own/trip'), { recursive: true });
  writeFileSync(path.join(root, 'own/trip/index.js'), plugin);
  const kept = ['prompt-template', 'mlflow-model', 'hybrid'].map((name) => `\n  - name: "@trialogue/plugin-${name}"`);
  writeFileSync(pluginsFile(root), `plugins:${kept.join('')}${entriesOf('trip')}\n`);
  return root;
}

let product: Product;
beforeAll(async () => {
  product = await startProduct(anthropic.env, project());
});

/** The page in a conversation, with something said; and its socket, to say on it what the product did not. */
async function talk(subject: string, text: string) {
  const page = await openPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  let socket!: WebSocketRoute;
  const frames: string[] = [];
  await page.routeWebSocket(/graphql/, (route) => {
    socket = route;
    const server = route.connectToServer();
    server.onMessage((message) => {
      frames.push(String(message));
      route.send(message);
    });
  });
  await page.goto(`${product.url}/chat?${subject}`);
  await page.locator('#start button[type=submit]').click();
  await page.locator('#text').fill(text);
  await page.locator('#text').press('Enter');
  const repeat = (type: string) => socket.send(frames.find((frame) => frame.includes(`"${type}"`))!);
  return { page, faults, repeat };
}

const answer = (page: Page, state: string) => page.locator(`#messages li[data-role=assistant][data-state=${state}]`);
const shown = (page: Page, state: string, part: string) => answer(page, state).locator(`[data-part=${part}]`);
const shows = (page: Page, state: string, part: string, text: string) =>
  until(async () => (await shown(page, state, part).allTextContents()).join() === text);

browserTest('an answer that is an object grows, and is shown as an object, also after a reload', async () => {
  const dish = { dish: 'Onion soup', steps: ['Slice six onions.', 'Fry them slowly.'] };
  const held = anthropic.holdNext({ text: JSON.stringify(dish, null, 1) });
  const { page, faults } = await talk('prompt=dish', 'Something warm');
  const begun = { dish: 'Onion soup', steps: [] };
  await until(async () => (await shown(page, 'running', 'object').textContent()) !== '');
  await until(async () =>
    begun.dish.startsWith(JSON.parse((await shown(page, 'running', 'object').textContent())!).dish),
  );
  expect(await shown(page, 'running', 'text').isVisible()).toBe(false);
  held.release();
  await shows(page, 'completed', 'object', JSON.stringify(dish, null, 2));
  await page.reload();
  await shows(page, 'completed', 'object', JSON.stringify(dish, null, 2));
  expect(await shown(page, 'completed', 'text').isVisible()).toBe(false);
  expect(faults).toEqual([]);
});

browserTest('tools that are called for an answer are shown, and how it went', async () => {
  const held = anthropic.holdNext();
  const { page, faults } = await talk('experiment=trips', 'To Rome?');
  await shows(page, 'running', 'text', held.begun);
  const tools = () => shown(page, 'running', 'tools').locator('li');
  expect(await tools().allTextContents()).toEqual(['weather {"city":"<b>Rome</b>"}', 'trains {"to":"Rome"}']);
  const states = (state: string) =>
    shown(page, state, 'tools')
      .locator('li')
      .evaluateAll((items) => items.map((item: any) => item.dataset.state));
  expect(await states('running')).toEqual(['running', 'failed']);
  held.release();
  await shows(page, 'completed', 'text', held.text);
  expect(await states('completed')).toEqual(['completed', 'failed']);
  expect(faults).toEqual([]);
});

browserTest('a message that starts a second time begins again', async () => {
  const held = anthropic.holdNext();
  const { page, faults, repeat } = await talk('experiment=trips', 'To Rome?');
  await shows(page, 'running', 'text', held.begun);
  repeat('MessageStarted');
  await shows(page, 'running', 'text', '');
  expect(await shown(page, 'running', 'tools').isVisible()).toBe(false);
  repeat('MessageDelta');
  await until(async () => held.begun.startsWith((await shown(page, 'running', 'text').textContent())!));
  held.release();
  await shows(page, 'completed', 'text', held.text);
  repeat('MessageStarted');
  repeat('MessageDelta');
  await shows(page, 'completed', 'text', held.text); // what has ended does not begin again
  expect(faults).toEqual([]);
});
