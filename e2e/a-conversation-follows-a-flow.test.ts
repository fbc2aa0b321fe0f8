import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { browserTest, openPage } from './support/browser';
import { follow, read, say, start, textOf } from './support/chat';
import { rows } from './support/database';
import { fakeAnthropic } from './support/fake-anthropic';
import { makeProject, startProduct } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();

const supper = `
initial: ask
slots:
  servings: { schema: { type: integer, minimum: 1, maximum: 12 } }
states:
  ask:
    collect: servings
    ask: How many eat?
    invalid: 'That is no number of people. How many eat?'
    next: plan
  plan:
    prompt: { prompt_version_id: meal_planning_assistant@1, opening: 'A table for {{ slots.servings }}. What do you like?' }
    until: text.contains("thanks")
    next: done
  done: { final: fed, say: Enjoy your meal. }
`;

/** Shorter than a test waits, and longer than a busy machine keeps a living process from renewing its lease. */
const soonTakenOver = { TRIALOGUE_TURN_LEASE_MS: '4000' };

/** A project with the flow `supper`, as a team's files would have it. */
function projectWithFlow(): string {
  const root = makeProject();
  mkdirSync(path.join(root, 'flows'), { recursive: true });
  writeFileSync(path.join(root, 'flows/supper.yml'), supper);
  writeFileSync(
    path.join(root, 'config/flows.yml'),
    'flows: [{ name: supper, versions: [{ version: 1, file: flows/supper.yml, status: active }] }]',
  );
  return root;
}

const startSupper = (product: Parameters<typeof start>[0]) =>
  start(product, 'ana', { experiment: null, flow: 'supper' });

test('it collects, talks and ends, and a kill -9 in mid-answer leaves it where it was', async () => {
  const product = await startProduct({ ...anthropic.env, ...soonTakenOver }, projectWithFlow());
  const conversation = await startSupper(product);
  expect(conversation).toMatchObject({ state: 'ask', messages: { edges: [{ node: { text: 'How many eat?' } }] } });
  expect((await say(product, conversation.id, 'Many')).answer.text).toMatch(/^That is no number/);
  const collected = await say(product, conversation.id, '3');
  expect(collected.answer).toMatchObject({ text: 'A table for 3. What do you like?', model: null, standIn: false });

  const { cursor } = await read(product, conversation.id);
  anthropic.holdNext();
  const streaming = follow(product.socket(), conversation.id, 'MessageDelta', cursor);
  const lost = product.graph(
    'mutation ($id: ID!) { sendMessage(input: { conversation: $id, text: "Soup, thanks", clientMessageId: "once" }) { number } }',
    { id: conversation.id },
  );
  expect(textOf(await streaming)).not.toBe('');
  await Promise.allSettled([product.end('SIGKILL'), lost]);

  const next = await startProduct({ DATABASE_URL: product.databaseUrl }, product.root);
  await follow(next.socket(), conversation.id, 'MessageFailed', cursor);
  expect(await read(next, conversation.id)).toMatchObject({ state: 'plan', slots: { servings: 3 }, status: 'ACTIVE' });

  const ending = follow(
    next.socket(),
    conversation.id,
    'ConversationEnded',
    (await read(next, conversation.id)).cursor,
  );
  const last = await say(next, conversation.id, 'Soup, and thanks');
  expect(last.answer.text).toMatch(/\n\nEnjoy your meal\.$/);
  const events = await ending;
  expect(textOf(events)).toBe(last.answer.text);
  expect(events.find((event) => event.__typename === 'StateEntered')).toMatchObject({ state: 'done' });
  expect(events.at(-1)).toMatchObject({ status: 'COMPLETED', outcome: 'fed' });
  expect(await read(next, conversation.id)).toMatchObject({ status: 'COMPLETED', state: 'done', outcome: 'fed' });
  const facts = await rows(product.databaseUrl, `select data from exp.events where type = 'flow_completed'`);
  expect(facts.map(({ data }) => data)).toEqual([
    expect.objectContaining({ flow: 'supper', version: 1, outcome: 'fed', turns: 4, conversation: conversation.id }),
  ]);
});

test('an experiment compares a flow with free conversation', async () => {
  const product = await startProduct();
  const arms = new Map<string, any>();
  for (let unit = 0; arms.size < 2 && unit < 50; unit++) {
    const conversation = await start(product, `unit-${unit}`, { experiment: 'onboarding_flow' });
    arms.set(conversation.variant.key, conversation);
  }
  const [free, guided] = [arms.get('control'), arms.get('guided')];
  expect(free).toMatchObject({ state: null, messages: { edges: [] } });
  expect(guided).toMatchObject({ state: 'ask_servings', slots: {} });
  expect(guided.arm).not.toBe(free.arm);
  await say(product, guided.id, '2');
  expect(await read(product, guided.id)).toMatchObject({ slots: { servings: 2 }, arm: guided.arm });
});

browserTest('the chat page shows the state, also after a reload in mid-answer, and the outcome', async () => {
  const product = await startProduct(anthropic.env, projectWithFlow());
  const page = await openPage();
  await page.goto(`${product.url}/chat?flow=supper`);
  await page.locator('#start button[type=submit]').click();
  const state = page.locator('[data-fact=state]');
  const running = page.locator('#messages li[data-state=running] .text');
  const answers = page.locator('#messages li[data-role=assistant][data-state=completed]');
  const send = async (text: string, answered: number) => {
    await page.locator('#text').fill(text);
    await page.locator('#text').press('Enter');
    await until(async () => (await answers.count()) === answered);
  };
  await until(async () => (await answers.count()) === 1);
  await until(async () => (await state.textContent()) === 'ask');
  await send('4', 2);
  await until(async () => (await state.textContent()) === 'plan');

  const held = anthropic.holdNext();
  const showsWhatHasBegun = async () => (await running.allTextContents()).join() === held.begun;
  await send('Soup, thanks', 2);
  await until(showsWhatHasBegun);
  await page.reload();
  await until(showsWhatHasBegun);
  await until(async () => (await state.textContent()) === 'plan');
  held.release();
  await until(async () => (await answers.count()) === 3);
  await until(async () => (await state.textContent()) === 'done');
  await until(async () => (await page.locator('#ending').textContent()) === 'This conversation has ended: fed.');
  expect(await page.locator('#text').isDisabled()).toBe(true);
});
