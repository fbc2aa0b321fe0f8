import { until } from '@trialogue/store/testing';
import { tell } from './testing/story';

const day = 24 * 3_600_000;
let now = new Date('2026-11-23T10:00:00Z');
const clock = () => now;
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
let story: Awaited<ReturnType<typeof tell>>;
afterEach(() => story.end());

const start = async () => (await story.start()).data.startConversation;

test('a conversation that is left drops off, once, however many processes look', async () => {
  story = await tell({ clock, limits: { reapEveryMs: 5 } });
  const other = await story.another();
  const { id, cursor } = await start();
  await story.send(id, 'Hi');
  const followed = await story.follow(id, cursor);
  pass(day);
  expect((await followed.until('ConversationEnded')).status).toBe('DROPPED_OFF');
  await followed.until('end');
  expect(await story.read(id)).toMatchObject({ status: 'DROPPED_OFF', endedAt: now });
  expect((await other.send(id, 'Hi?')).codes).toEqual(['CONVERSATION_EXPIRED']);
  await Promise.all([story.close(), other.close()]);

  const later = await story.another();
  const dropped = (await later.facts(id)).filter(({ type }) => type === 'user_dropped_off');
  expect(dropped.map(({ data }) => data.turns)).toEqual([1]);
});

test('one that follows a flow says where it was left', async () => {
  story = await tell({ clock, limits: { reapEveryMs: 5 } });
  const { id } = (await story.start({ experiment: 'talks' })).data.startConversation;
  await story.send(id, 'Hi');
  pass(day);
  await until(async () => (await story.read(id)).status === 'DROPPED_OFF');
  const dropped = (await story.facts(id)).find(({ type }) => type === 'user_dropped_off')!;
  expect(dropped.data).toMatchObject({ state: 'there', flowVersion: 'talk@1', turns: 1 });
  expect(await story.read(id)).toMatchObject({ state: 'there', outcome: null });
});

test('it takes no message past its time, whether or not somebody has looked', async () => {
  story = await tell({ clock, limits: { reapEveryMs: day } });
  const { id } = await start();
  pass(day);
  expect((await story.send(id, 'Hi')).codes).toEqual(['CONVERSATION_EXPIRED']);
  expect((await story.ask(`mutation { endConversation(conversation: "${id}") { id } }`)).codes).toEqual([
    'CONVERSATION_EXPIRED',
  ]);
});

test('every message moves its end', async () => {
  story = await tell({ clock, limits: { reapEveryMs: 5 } });
  const { id } = await start();
  for (const message of ['One', 'Two']) {
    pass(day - 1_000);
    expect((await story.send(id, message)).data.sendMessage.status).toBe('COMPLETED');
  }
  pass(day);
  await until(async () => (await story.read(id)).status === 'DROPPED_OFF');
});
