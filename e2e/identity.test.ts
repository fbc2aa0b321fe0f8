import { makeKey, makeUnitToken } from '@trialogue/gateway';
import type { Scope } from '@trialogue/subgraph';
import { follow, read, say, sendDocument, start, streamDocument } from './support/chat';
import { type Answer, makeProject, Product, startProduct, testDatabase } from './support/product';

const unitSecret = 'a secret of the team, thirty-two bytes or more';
const entries: string[] = [];
const key = (name: string, ...scopes: Scope[]) => {
  const made = makeKey(name, scopes);
  entries.push(made.entry);
  return { authorization: `Bearer ${made.key}`, key: made.key };
};
const keys = { analyst: key('analyst', 'read'), web: key('web', 'converse'), editor: key('editor', 'edit', 'read') };
const as = ({ authorization }: { authorization: string }, unit?: string) => ({
  authorization,
  ...(unit && { 'x-trialogue-unit': makeUnitToken(unitSecret, unit, 600) }),
});
const code = ({ errors }: Answer) => errors?.[0]?.extensions.code;

let product: Product;
beforeAll(async () => {
  product = await startProduct({ TRIALOGUE_KEYS: entries.join(','), TRIALOGUE_UNIT_SECRET: unitSecret });
});

test.each([
  ['nobody', {}, 'UNAUTHENTICATED'],
  ['an unknown key', { authorization: 'Bearer tri_nothing' }, 'UNAUTHENTICATED'],
  ['a key without the scope', as(keys.web, 'hal'), 'FORBIDDEN'],
  ['a key with the scope', as(keys.analyst), undefined],
])('experiments asked for by %s', async (_, headers, expected) => {
  expect(code(await product.graph('{ experiments { edges { node { key } } } }', {}, headers))).toBe(expected);
});

test('editing needs the scope `edit`', async () => {
  const document = 'mutation { pauseExperiment(key: "nothing") { key } }';
  expect(code(await product.graph(document, {}, as(keys.analyst)))).toBe('FORBIDDEN');
  expect(code(await product.graph(document, {}, as(keys.editor)))).toBe('EXPERIMENT_NOT_FOUND');
});

test('a converse key talks for the unit that it has proven, and reaches no other conversation', async () => {
  const hal = as(keys.web, 'hal');
  const conversation = await start(product, 'hal', {}, hal);
  expect((await say(product, conversation.id, 'Breakfast?', 'm1', hal)).status).toBe('COMPLETED');

  const mia = as(keys.web, 'mia');
  const input = { conversation: conversation.id, text: 'Hi', clientMessageId: 'm2' };
  const reading = 'query($id: ID!) { conversation(id: $id) { unit } }';
  expect(await product.graph(reading, { id: conversation.id }, hal)).toEqual({
    data: { conversation: { unit: 'hal' } },
  });
  expect(await product.graph(reading, { id: conversation.id }, mia)).toEqual({ data: { conversation: null } });
  expect(await product.graph(reading, { id: conversation.id }, as(keys.web))).toEqual({ data: { conversation: null } });
  expect(code(await product.graph(sendDocument, { input }, mia))).toBe('CONVERSATION_NOT_FOUND');
  expect(code(await product.graph(sendDocument, { input }, as(keys.web)))).toBe('CONVERSATION_NOT_FOUND');
  const forAnother = { input: { experiment: 'meal_planning_style', unit: 'hal' } };
  expect(
    code(
      await product.graph(
        'mutation($input: StartConversationInput!) { startConversation(input: $input) { id } }',
        forAnother,
        mia,
      ),
    ),
  ).toBe('FORBIDDEN');
});

test('over WebSocket the same holds', async () => {
  const hal = as(keys.web, 'hal');
  const conversation = await start(product, 'hal', {}, hal);
  await say(product, conversation.id, 'Tea?', 'm3', hal);
  const token = (unit: string) => makeUnitToken(unitSecret, unit, 600);
  const own = product.socket({ key: keys.web.key, unitToken: token('hal') });
  expect((await follow(own, conversation.id, 'MessageCompleted')).length).toBeGreaterThan(2);
  const other = product.socket({ key: keys.web.key, unitToken: token('mia') });
  await expect(follow(other, conversation.id, 'MessageCompleted')).rejects.toThrow('CONVERSATION_NOT_FOUND');
  const nobody = product.socket();
  await expect(follow(nobody, conversation.id, 'MessageCompleted')).rejects.toThrow('UNAUTHENTICATED');
});

test('nor does another unit, or nobody, get in by the doors of chat clients and of event streams', async () => {
  const hal = as(keys.web, 'hal');
  const { id } = await start(product, 'hal', {}, hal);
  await say(product, id, 'My secret soup', 'm4', hal);
  const said = { id: 'm5', role: 'user' };
  const messages = [{ ...said, parts: [{ type: 'text', text: 'Hi' }] }];
  const run = { threadId: id, runId: 'r', messages: [{ ...said, content: 'Hi' }], tools: [], context: [], state: {} };
  const asked = { query: streamDocument, variables: { conversation: id, after: null } };
  const doors: [string, string, object?][] = [
    ['POST', `/chat/${id}`, { id: 'c', messages, trigger: 'submit-message' }],
    ['GET', `/chat/${id}/stream`],
    ['DELETE', `/chat/${id}`],
    ['POST', `/ag-ui/${id}`, run],
    ['POST', '/graphql/stream', asked],
  ];
  const answers = (headers: Record<string, string>) =>
    Promise.all(
      doors.map(async ([method, path, body]) => {
        const typed = { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' };
        const response = await fetch(product.url + path, {
          method,
          headers: typed,
          body: body && JSON.stringify(body),
          signal: AbortSignal.timeout(10_000),
        });
        return response.text();
      }),
    );
  for (const [headers, refusal] of [
    [as(keys.web, 'mia'), 'CONVERSATION_NOT_FOUND'],
    [as(keys.web), 'CONVERSATION_NOT_FOUND'],
    [as(keys.analyst), /CONVERSATION_NOT_FOUND|FORBIDDEN/],
    [{}, 'UNAUTHENTICATED'],
  ] as [Record<string, string>, string | RegExp][])
    for (const answer of await answers(headers)) {
      expect(answer).toMatch(refusal);
      expect(answer).not.toContain('soup');
    }
  expect((await read(product, id, hal)).turnCount).toBe(1);
});

test('a converse key does not see the prompt behind its conversation', async () => {
  const hal = as(keys.web, 'hal');
  const conversation = await start(product, 'hal', {}, hal);
  const document = 'query($id: ID!) { conversation(id: $id) { variant { key prompt { template } } } }';
  const { data, errors } = await product.graph(document, { id: conversation.id }, hal);
  expect(JSON.stringify(data ?? null)).not.toContain('template":"');
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await read(product, conversation.id, hal)).variant.key).toBe(conversation.variant.key);
});

test('a foreign web page cannot speak to a product on loopback', async () => {
  const ask = (headers: Record<string, string>) => product.graph('mutation { __typename }', {}, headers);
  expect(code(await ask({ origin: 'https://evil.example' }))).toBe('ORIGIN_REFUSED');
  expect(code(await ask({ origin: product.url, ...as(keys.editor) }))).toBeUndefined();
});

test('with keys nobody is said to be the local admin', () => {
  expect(product.output).not.toContain('local admin');
});

test('listening beyond loopback without keys is refused, with what to do', async () => {
  const { url } = await testDatabase();
  const open = Product.spawn(makeProject(), { DATABASE_URL: url, HOST: '0.0.0.0' });
  await expect(open.ready()).rejects.toThrow('TRIALOGUE_KEYS');
});
