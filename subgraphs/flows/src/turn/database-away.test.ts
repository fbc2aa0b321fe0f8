import { type CuttableLine, cuttableLine, until } from '@trialogue/store/testing';
import { held, tell } from '../testing/story';

let story: Awaited<ReturnType<typeof tell>>;
let away: Awaited<ReturnType<typeof story.another>>;
let line: CuttableLine;
beforeAll(async () => {
  story = await tell();
  line = await cuttableLine(story.url);
  away = await story.another({ url: line.url });
});
afterAll(async () => {
  line.mend();
  await story.end();
  await line.close();
});

test('nothing is accepted, and nobody is exposed, while the database is away', async () => {
  const { id } = (await story.start({ unit: 'ana' })).data.startConversation;
  line.cut();
  expect((await away.start({ unit: 'bo' })).codes).toEqual(['STORE_UNAVAILABLE']);
  expect((await away.send(id, 'Hi', 'once')).codes).toEqual(['STORE_UNAVAILABLE']);
  line.mend();
  expect(await story.exposures('bo')).toEqual([]);
  expect((await story.read(id)).turnCount).toBe(0);
  await until(async () => (await away.send(id, 'Hi', 'once')).data?.sendMessage.status === 'COMPLETED');
  expect((await story.read(id)).turnCount).toBe(1);
});

test('an answer is not lost when the database is away for a moment', async () => {
  const id = await story.startWith('hold');
  const followed = await story.follow(id);
  const before = held().waiting;
  const answer = away.send(id, 'Well?');
  await until(() => held().waiting > before);
  await followed.until('MessageDelta');
  line.cut();
  held().release();
  const cutAt = performance.now();
  await until(() => performance.now() - cutAt > 600);
  line.mend();
  await followed.until('MessageCompleted');
  expect((await answer).data.sendMessage).toMatchObject({ status: 'COMPLETED', answer: { text: 'Well, yes.' } });
  followed.stop();
});
