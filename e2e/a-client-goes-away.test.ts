import { read, sendDocument, start } from './support/chat';
import { fakeAnthropic } from './support/fake-anthropic';
import { type Product, startProduct } from './support/product';
import { until } from './support/until';
import { type Connection, overEventStream, overWebSocket } from './support/ways';

const anthropic = fakeAnthropic();
let product: Product;
beforeAll(async () => {
  product = await startProduct(anthropic.env);
});

const isAnswering = async (id: string): Promise<boolean> =>
  (await product.ask('query($id: ID!) { conversation(id: $id) { answering } }', { id })).conversation.answering;

/** Resolves once so much was said. */
async function saidIn(id: string, count: number): Promise<string[]> {
  let said: string[] = [];
  await until(async () => {
    said = (await read(product, id)).messages.edges.map(({ node }: any) => `${node.status} ${node.text}`);
    return said.length === count && !(await isAnswering(id));
  });
  return said;
}

/** Sends, and does not stay for the answer. */
function sendFrom(connection: Connection, input: object): void {
  const answers = connection.iterate(sendDocument, { input })[Symbol.asyncIterator]();
  answers.next().catch(() => undefined);
}

test.each([
  ['a WebSocket', overWebSocket],
  ['an event stream', overEventStream],
])('who leaves %s in mid-answer is answered all the same', async (name, way) => {
  const { id } = await start(product, name);
  const sender = way(product.url);
  const held = anthropic.holdNext();
  sendFrom(sender, { conversation: id, text: 'Dinner?', clientMessageId: '1' });
  await until(() => isAnswering(id));
  sender.cut();
  held.release();
  expect(await saidIn(id, 2)).toEqual(['COMPLETED Dinner?', `COMPLETED ${held.text}`]);
});

test('so is who leaves while their message waits for the answer to another', async () => {
  const { id } = await start(product, 'waiting');
  const sender = overWebSocket(product.url);
  const first = anthropic.holdNext();
  sendFrom(sender, { conversation: id, text: 'First', clientMessageId: '1' });
  await until(() => isAnswering(id));
  sendFrom(sender, { conversation: id, text: 'Second', clientMessageId: '2', whenBusy: 'WAIT' });
  // What comes behind it on the same connection is answered: the product has it.
  for await (const { data } of sender.iterate('{ __typename }', {})) expect(data.__typename).toBe('Query');
  sender.cut();
  const second = anthropic.holdNext();
  second.release();
  first.release();
  expect(await saidIn(id, 4)).toEqual(['First', first.text, 'Second', second.text].map((text) => `COMPLETED ${text}`));
});

test('who leaves a chat client in mid-answer is answered all the same', async () => {
  const { id } = await start(product, 'chat');
  const held = anthropic.holdNext();
  const leaving = new AbortController();
  const messages = [{ id: 'm', role: 'user', parts: [{ type: 'text', text: 'Dinner?' }] }];
  const response = await fetch(`${product.url}/chat/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'c', messages, trigger: 'submit-message' }),
    signal: leaving.signal,
  });
  await response.body!.getReader().read();
  leaving.abort();
  held.release();
  expect(await saidIn(id, 2)).toEqual(['COMPLETED Dinner?', `COMPLETED ${held.text}`]);
});
