import { until } from '@trialogue/store/testing';
import { held, tell } from '../testing/story';

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell({ limits: { deltaMs: 0 } });
});
afterAll(() => story.end());

test('after a restart, the stream goes on from every cursor as if nothing had happened', async () => {
  const { id } = (await story.start()).data.startConversation;
  const before = await story.follow(id);
  for (const text of ['One', 'Two', 'Three']) await story.send(id, text);
  await until(() => before.events.filter(({ __typename }) => __typename === 'MessageCompleted').length === 3);

  const restarted = await story.another();
  for (const [index, { cursor }] of before.events.entries()) {
    const after = await restarted.follow(id, cursor);
    const rest = before.events.slice(index + 1);
    await until(() => after.events.length >= rest.length);
    expect(after.events).toEqual(rest);
    after.stop();
  }
  before.stop();
});

test('whoever loads the page in mid-answer gets the rest, and what was said already', async () => {
  const id = await story.startWith('hold');
  const waiting = held().waiting;
  const answer = story.send(id, 'Well?');
  await until(() => held().waiting > waiting);
  const page = await story.read(id);
  expect(page.messages.edges.map(({ node }: any) => node.text)).toEqual(['Well?']);
  const followed = await story.follow(id, page.cursor);
  await followed.until('MessageDelta');
  expect(followed.events[0]).toMatchObject({ __typename: 'MessageStarted', inReplyTo: { text: 'Well?' } });
  held().release();
  await answer;
  await followed.until('MessageCompleted');
  expect(followed.text()).toBe('Well, yes.');

  const later = await story.read(id);
  const silent = await story.follow(id, later.cursor);
  const next = story.send(id, 'And?');
  expect((await silent.until('MessageStarted')).inReplyTo.text).toBe('And?');
  await until(() => held().waiting > waiting + 1);
  held().release();
  await next;
});

test.each([
  ['no cursor', 'CURSOR_INVALID'],
  ['1-', 'CURSOR_INVALID'],
])('“%s” is refused', async (cursor, code) => {
  const { id } = (await story.start()).data.startConversation;
  await expect(story.follow(id, cursor)).rejects.toBe(code);
});

test('a cursor that the stream does not know gets a snapshot, and goes on from there', async () => {
  const { id } = (await story.start()).data.startConversation;
  await story.send(id, 'One');
  const followed = await story.follow(id, '77-3');
  const reset = await followed.until('StreamReset');
  expect(reset.messages.map(({ text }: any) => text)).toEqual(['One', 'I am meal@2.']);
  await story.send(id, 'Two');
  await followed.until('MessageCompleted');
  expect(followed.events.map(({ __typename }) => __typename)).toEqual([
    'StreamReset',
    'MessageStarted',
    'MessageDelta',
    'MessageCompleted',
  ]);
  const resumed = await story.follow(id, reset.cursor);
  await resumed.until('MessageCompleted');
  expect(resumed.events).toEqual(followed.events.slice(1));
});

test('an entry that was trimmed away is made up for by a snapshot', async () => {
  const { id } = (await story.start()).data.startConversation;
  await story.send(id, 'One');
  await story.send(id, 'Two');
  await story.store.streams.trim(-1_000);
  const followed = await story.follow(id, '1-1');
  expect((await followed.until('StreamReset')).messages).toHaveLength(4);
});

test.each(['at', 'past'])('whoever subscribes %s the end of an ended conversation is told so', async (where) => {
  const { id } = (await story.start()).data.startConversation;
  await story.send(id, 'One');
  await story.ask(`mutation { endConversation(conversation: "${id}") { id } }`);
  const cursor = where === 'at' ? await story.store.streams.position(id) : '77-1';
  const followed = await story.follow(id, cursor);
  await followed.until('end');
  expect(followed.events).toEqual([
    expect.objectContaining({ __typename: 'ConversationEnded', status: 'COMPLETED', cursor }),
    'end',
  ]);
});

test('whoever needs a snapshot of an ended conversation is told its end after it', async () => {
  const { id } = (await story.start()).data.startConversation;
  await story.send(id, 'One');
  await story.ask(`mutation { endConversation(conversation: "${id}") { id } }`);
  await story.store.streams.trim(-1_000);
  const followed = await story.follow(id, '1-1');
  await followed.until('end');
  expect(followed.events.map((event) => event.__typename ?? event)).toEqual([
    'StreamReset',
    'ConversationEnded',
    'end',
  ]);
});

test.each([[null], ['0-0']])(
  'who begins, at %s, at an ended conversation of which nothing is held is told its end',
  async (after) => {
    const { id } = (await story.start()).data.startConversation;
    await story.send(id, 'One');
    await story.ask(`mutation { endConversation(conversation: "${id}") { id } }`);
    await story.store.streams.trim(-1_000);
    const followed = await story.follow(id, after);
    await followed.until('end');
    expect(followed.events).toEqual([
      expect.objectContaining({ __typename: 'StreamReset' }),
      expect.objectContaining({ __typename: 'ConversationEnded', cursor: await story.store.streams.position(id) }),
      'end',
    ]);
  },
);
