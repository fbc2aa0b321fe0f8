import { readFileSync } from 'node:fs';
import path from 'node:path';
import { browserTest } from './support/browser';
import { read, say, start } from './support/chat';
import { chatClients } from './support/chat-clients';
import { fakeAnthropic } from './support/fake-anthropic';
import { type Product, repository, startProduct } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();
const clients = chatClients();
let product: Product;
beforeAll(async () => {
  product = await startProduct(anthropic.env);
});

const textsOf = async (page: any, role: string) => page.locator(`[data-role=${role}]`).allTextContents();

browserTest('`useChat` shows an answer as it comes, and after a reload goes on with it', async () => {
  const { id } = await start(product, 'anna');
  const page = await clients.open('use-chat', product, { conversation: id });
  const held = anthropic.holdNext();
  const shows = (text: string) => until(async () => (await textsOf(page, 'assistant')).join('|') === text);
  await page.locator('input').fill('What can I cook with chickpeas?');
  await page.locator('input').press('Enter');
  await shows(held.begun);
  await page.reload();
  await shows(held.begun);
  held.release();
  await shows(held.text);
  expect(await page.locator('main').getAttribute('data-status')).toBe('ready');
  const { messages } = await read(product, id);
  expect(messages.edges.map(({ node }: any) => node.text)).toEqual(['What can I cook with chickpeas?', held.text]);
});

browserTest('`useChat` says why there is no answer, and asks again', async () => {
  const { id } = await start(product, 'berta');
  const page = await clients.open('use-chat', product, { conversation: id });
  anthropic.fail(400);
  await page.locator('input').fill('Soup?');
  await page.locator('input').press('Enter');
  await until(async () => (await page.locator('#error').textContent())!.startsWith('MODEL_FAILED: '));
  const held = anthropic.holdNext();
  held.release();
  await page.locator('#again').click();
  await until(async () => (await textsOf(page, 'assistant')).at(-1) === held.text);
});

browserTest('a thread of assistant-ui shows an answer as it comes', async () => {
  const { id } = await start(product, 'carla');
  const page = await clients.open('assistant-ui', product, { conversation: id });
  const held = anthropic.holdNext();
  await page.locator('[name=text]').fill('What can I cook with rice?');
  await page.locator('#send').click();
  await until(async () => (await textsOf(page, 'assistant')).join() === held.begun);
  held.release();
  await until(async () => (await textsOf(page, 'assistant')).join() === held.text);
  expect(await textsOf(page, 'user')).toEqual(['What can I cook with rice?']);
});

test('the AI SDK’s transport, in a server: chunks, a repeated message, an unknown conversation', async () => {
  const { DefaultChatTransport } = await clients.load('ai');
  const { id } = await start(product, 'dora');
  const transport = new DefaultChatTransport({ api: `${product.url}/chat/${id}` });
  const said = { id: 'm1', role: 'user', parts: [{ type: 'text', text: 'Dinner?' }] };
  const send = async () => {
    const options = { chatId: 'c', messages: [said], trigger: 'submit-message', messageId: undefined };
    const chunks: any[] = [];
    for await (const chunk of await transport.sendMessages(options)) chunks.push(chunk);
    return chunks;
  };
  const held = anthropic.holdNext();
  held.release();
  const chunks = await send();
  const textIn = (all: any[]) => all.map(({ delta = '' }) => delta).join('');
  expect(textIn(chunks)).toBe(held.text);
  expect(chunks[0]).toMatchObject({ type: 'start', messageId: expect.any(String) });
  expect(chunks.at(-1)).toMatchObject({ type: 'finish', messageMetadata: { standIn: false } });
  const again = await send();
  expect([again[0].messageId, textIn(again)]).toEqual([chunks[0].messageId, held.text]);
  expect((await read(product, id)).turnCount).toBe(1);
  expect(await transport.reconnectToStream({ chatId: 'c' })).toBeNull();

  const elsewhere = new DefaultChatTransport({ api: `${product.url}/chat/nothing` });
  const refused = elsewhere.sendMessages({ chatId: 'c', messages: [said], trigger: 'submit-message' });
  await expect(refused).rejects.toThrow('CONVERSATION_NOT_FOUND');
});

test('a message that finds the conversation busy is refused, and told nothing of the other answer', async () => {
  const { id } = await start(product, 'greta');
  const held = anthropic.holdNext();
  const turn = say(product, id, 'First');
  const document = 'query($id: ID!) { conversation(id: $id) { answering } }';
  await until(async () => (await product.ask(document, { id })).conversation.answering);
  const message = { id: 'm2', role: 'user', parts: [{ type: 'text', text: 'Second' }] };
  const body = JSON.stringify({ id: 'c', messages: [message], trigger: 'submit-message' });
  const headers = { 'content-type': 'application/json' };
  const refused = await fetch(`${product.url}/chat/${id}`, { method: 'POST', headers, body });
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain('CONVERSATION_BUSY');
  held.release();
  expect((await turn).status).toBe('COMPLETED');
});

test('AG-UI’s agent runs a turn', async () => {
  const { HttpAgent } = await clients.load('@ag-ui/client');
  const { id } = await start(product, 'emma');
  const agent = new HttpAgent({ url: `${product.url}/ag-ui/${id}`, threadId: id });
  agent.addMessage({ id: 'm1', role: 'user', content: 'Breakfast?' });
  const held = anthropic.holdNext();
  held.release();
  const { newMessages } = await agent.runAgent();
  expect(newMessages).toEqual([{ id: expect.any(String), role: 'assistant', content: held.text }]);
});

test('an answer that is under way is stopped by DELETE, and what was said is kept', async () => {
  const { id } = await start(product, 'fritz');
  const held = anthropic.holdNext({ sentences: 20 });
  const turn = say(product, id, 'Everything!');
  await until(
    async () =>
      (await product.ask('query($id: ID!) { conversation(id: $id) { answering } }', { id })).conversation.answering,
  );
  const followed = await fetch(`${product.url}/chat/${id}/stream`);
  const stopped = await fetch(`${product.url}/chat/${id}`, { method: 'DELETE' });
  expect(stopped.status).toBe(204);
  const body = await followed.text();
  expect(body).toContain('"type":"abort"');
  expect(body).toMatch(/data: \[DONE\]\n\n$/);
  expect((await turn).status).toBe('CANCELLED');
  held.release();
});

test('the guide shows what these pages do', () => {
  const read = (file: string) => readFileSync(path.join(repository, file), 'utf8');
  const pages = ['use-chat', 'assistant-ui'].map((name) => read(`e2e/chat-clients/pages/${name}.jsx`)).join('\n');
  const shown = [...read('docs/chat-clients.md').matchAll(/^```jsx\n(.*?)^```/gms)].map(([, code]) => code!);
  expect(shown.length).toBeGreaterThan(0);
  for (const code of shown) expect(pages).toContain(code);
});
