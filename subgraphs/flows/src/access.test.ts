import { admin, unit } from './testing/process';
import { tell } from './testing/story';

let story: Awaited<ReturnType<typeof tell>>;
const now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  story = await tell({ clock: () => now });
  for (let number = 1; number <= 7; number++) await story.start({ unit: `one-of-many-${number}` });
});
afterAll(() => story.end());

const end = 'mutation ($id: ID!) { endConversation(conversation: $id) { status } }';
const list = '{ conversations(first: 100) { edges { node { unit } } } }';

test('a unit is the same one in whichever Unicode form', async () => {
  const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
  const { id, unit: taken } = (await story.start({ unit: decomposed }, unit(composed))).data.startConversation;
  expect(taken).toBe(composed);
  expect(await story.exposures(composed)).toHaveLength(1);
  const list = '{ conversations(first: 5) { edges { node { id } } } }';
  // As a release before units were normalised left it
  await story.store.sql('update exp.conversations set unit = $2 where id = $1', [id, decomposed]);
  for (const form of [composed, decomposed]) {
    expect((await story.read(id, unit(form))).status).toBe('ACTIVE');
    expect((await story.ask(list, {}, unit(form))).data.conversations.edges).toEqual([{ node: { id } }]);
  }
});

test('a caller who may converse reaches the conversations of the unit that it proved to be, and no other', async () => {
  const { id } = (await story.start({ unit: 'jon' }, unit('jon'))).data.startConversation;
  await story.send(id, 'Hi', 'c', unit('jon'));
  expect((await story.read(id, unit('jon'))).turnCount).toBe(1);

  const stranger = unit('kay');
  expect(await story.read(id, stranger)).toBeNull();
  expect((await story.send(id, 'Hi', 'c', stranger)).codes).toEqual(['CONVERSATION_NOT_FOUND']);
  expect((await story.ask(end, { id }, stranger)).codes).toEqual(['CONVERSATION_NOT_FOUND']);
  await expect(story.follow(id, null, stranger)).rejects.toBe('CONVERSATION_NOT_FOUND');
  expect((await story.start({ unit: 'jon' }, stranger)).codes).toEqual(['FORBIDDEN']);
  expect((await story.ask(list, {}, stranger)).data.conversations.edges).toEqual([]);
  expect((await story.ask(list, {}, unit('jon'))).data.conversations.edges).toEqual([{ node: { unit: 'jon' } }]);
});

test('an admin sees all, page by page, the newest first', async () => {
  const page = `query ($after: String) { conversations(first: 3, after: $after) {
    edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo }: any = (await story.ask(page, { after }, admin)).data.conversations;
    seen.push(...edges.map(({ node }: any) => node.id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  const { rows } = await story.store.sql('select id from exp.conversations order by started_at desc, id desc');
  expect(seen).toEqual(rows.map(({ id }) => id));
});

test('other scopes open nothing of it', async () => {
  const reader = { subject: 'analyst', scopes: ['read'] as const };
  expect((await story.ask(list, {}, reader)).codes).toEqual(['FORBIDDEN']);
});

test('a reference from another subgraph is answered to those who may see it', async () => {
  const { id } = (await story.start({ unit: 'liv' })).data.startConversation;
  const entity = `{ _entities(representations: [{ __typename: "Conversation", id: "${id}" }]) {
    ... on Conversation { unit } } }`;
  expect((await story.ask(entity, {}, unit('liv'))).data).toEqual({ _entities: [{ unit: 'liv' }] });
  expect((await story.ask(entity, {}, unit('mia'))).data).toEqual({ _entities: [null] });
});
