import { until } from '@trialogue/store/testing';
import { unit } from '../testing/process';
import { held, tell } from '../testing/story';

let story: Awaited<ReturnType<typeof tell>>;
let other: Awaited<ReturnType<typeof story.another>>;
beforeAll(async () => {
  story = await tell({ limits: { leaseMs: 60_000 } });
  other = await story.another();
});
afterAll(() => story.end());

const sendMutation = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) {
  number status clientMessageId question { text } answer { text } } }`;
const wait = (conversation: string, text: string, at: Pick<typeof story, 'ask'> = story, clientMessageId = text) =>
  at.ask(sendMutation, { input: { conversation, text, clientMessageId, whenBusy: 'WAIT' } });

/** A conversation whose first turn is under way; `over` ends it. */
async function busy(at: typeof other = story) {
  const id = await story.startWith('hold');
  const before = held().waiting;
  const first = at.send(id, 'First');
  await until(() => held().waiting > before);
  const plan = { strategy: 'reserve', config: { execution_strategy: 'reserve' } };
  await story.store.sql('update exp.conversations set plan = plan::jsonb || $2 where id = $1', [id, plan]);
  return { id, first, over: () => held().release() };
}
const saidIn = async (id: string) =>
  (await story.read(id)).messages.edges.flatMap(({ node }: any) => (node.role === 'USER' ? [node.text] : []));

test('a message is refused while another is answered, unless it wants to wait', async () => {
  const { id, first, over } = await busy();
  expect((await story.send(id, 'Refused')).codes).toEqual(['CONVERSATION_BUSY']);
  const waiting = ['A', 'B', 'C'].map((text) => wait(id, text));
  over();
  expect((await first).data.sendMessage.number).toBe(1);
  const answers = (await Promise.all(waiting)).map(({ data }) => data.sendMessage);
  expect(answers.map(({ status, question }) => [status, question.text])).toEqual([
    ['COMPLETED', 'A'],
    ['COMPLETED', 'B'],
    ['COMPLETED', 'C'],
  ]);
  expect(answers.map(({ number }) => number).sort()).toEqual([2, 3, 4]);
  expect((await wait(id, 'D')).data.sendMessage).toMatchObject({ number: 5, status: 'COMPLETED' });
});

test('five wait for a conversation in a process, and no more; in another process they wait as well', async () => {
  const { id, first, over } = await busy();
  const texts = [1, 2, 3, 4, 5, 6].map((number) => `m${number}`);
  const waiting = texts.map(async (text) => ({ text, codes: (await wait(id, text)).codes }));
  // Whoever comes last to the line, which they join once it is known that they may.
  const refused = await Promise.race(waiting);
  expect(refused.codes).toEqual(['CONVERSATION_BUSY']);
  const elsewhere = wait(id, 'elsewhere', other);
  over();
  await first;
  expect((await Promise.all([...waiting, elsewhere])).flatMap(({ codes }) => codes)).toEqual(['CONVERSATION_BUSY']);
  const said = ['First', 'elsewhere', ...texts.filter((text) => text !== refused.text)];
  expect([...(await saidIn(id))].sort()).toEqual(said.sort());
});

test('the same message that waits twice, in two processes, is answered once', async () => {
  const { id, first, over } = await busy(other);
  const twice = [wait(id, 'Once', story), wait(id, 'Once', other), wait(id, 'Once', story)];
  over();
  await first;
  const answers = (await Promise.all(twice)).map(({ data }) => data.sendMessage);
  expect(answers.map(({ number, status }) => [number, status])).toEqual(Array(3).fill([2, 'COMPLETED']));
  expect(await saidIn(id)).toEqual(['First', 'Once']);
});

test('who has waited for too long, or has left, waits no more, and lets the next one come', async () => {
  const { id, first, over } = await busy();
  const short = await story.another({ limits: { leaseMs: 60_000, repeatMs: 50 } });
  expect((await wait(id, 'Late', short)).codes).toEqual(['CONVERSATION_BUSY']);
  const leaving = new AbortController();
  const left = story.ask(
    sendMutation,
    { input: { conversation: id, text: 'Left', clientMessageId: 'left', whenBusy: 'WAIT' } },
    undefined,
    leaving.signal,
  );
  const next = wait(id, 'Next');
  leaving.abort();
  expect((await left).codes).toEqual(['CONVERSATION_BUSY']);
  over();
  await first;
  expect((await next).data.sendMessage).toMatchObject({ number: 2, status: 'COMPLETED' });
  expect(await saidIn(id)).toEqual(['First', 'Next']);
});

test('a conversation that ends meanwhile takes nothing of what waits', async () => {
  const { id, first, over } = await busy();
  const waiting = wait(id, 'Hm');
  await story.store.sql(`update exp.conversations set expires_at = now() - interval '1 day' where id = $1`, [id]);
  over();
  await first;
  await story.ask(`mutation { endConversation(conversation: "${id}") { id } }`);
  expect(['CONVERSATION_ENDED', undefined]).toContain((await waiting).codes[0]);
});

test('with three processes racing none is lost, and none is answered twice', async () => {
  const third = await story.another();
  const processes = [story, other, third];
  const id = await story.startWith('reserve');
  const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`);
  const sends = texts.flatMap((text, index) => [
    wait(id, text, processes[index % 3]),
    ...(index % 4 === 0 ? [wait(id, text, processes[(index + 1) % 3])] : []),
  ]);
  const answers = await Promise.all(sends);
  expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
  expect([...(await saidIn(id))].sort()).toEqual([...texts].sort());
  const numbers = new Set(answers.map(({ data }) => data.sendMessage.number));
  expect([...numbers].sort((a, b) => a - b)).toEqual(texts.map((_, index) => index + 1));
  await third.close();
});

test('a stranger waits for nothing', async () => {
  const { id, first, over } = await busy();
  const input = { conversation: id, text: 'Hi', clientMessageId: 'x', whenBusy: 'WAIT' };
  expect((await story.ask(sendMutation, { input }, unit('kay'))).codes).toEqual(['CONVERSATION_NOT_FOUND']);
  over();
  await first;
});

test('an answer that another process writes is cancelled at once, and what was said is kept', async () => {
  const { id, first } = await busy(); // its lease is a minute long: its heartbeat would come after twenty seconds
  const followed = await other.follow(id);
  await followed.until('MessageDelta');
  const begun = performance.now();
  await other.ask(`mutation { cancelMessage(conversation: "${id}") { id } }`);
  const turn = (await first).data.sendMessage;
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(turn).toMatchObject({ status: 'CANCELLED', answer: { status: 'CANCELLED', text: 'Well, ' } });
  const completed = await followed.until('MessageCompleted');
  expect(completed.message).toMatchObject({ status: 'CANCELLED', text: 'Well, ' });
  const facts = (await story.facts(id)).filter(({ type }) => type.startsWith('execution_'));
  expect(facts.map(({ type, data }) => [type, data.code])).toEqual([['execution_failed', 'CANCELLED']]);
  followed.stop();
});
