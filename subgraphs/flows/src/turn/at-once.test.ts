import { until } from '@trialogue/store/testing';
import { tellOfSupper } from '../testing/supper';
import type { TurnStep } from './turn-steps';

class Kill extends Error {}

let story: Awaited<ReturnType<typeof tellOfSupper>>;
let elsewhere: Awaited<ReturnType<typeof story.another>>;
let steps: TurnStep[] = [];
let dyingAt: TurnStep | undefined;
beforeAll(async () => {
  const checkpoint = (step: TurnStep) => {
    steps.push(step);
    if (step === dyingAt) throw new Kill(step);
  };
  story = await tellOfSupper({ checkpoint, limits: { reapEveryMs: 3_600_000, deltaMs: 10_000 } });
  elsewhere = await story.another({ checkpoint: () => {} });
});
afterAll(() => story.end());
beforeEach(() => {
  steps = [];
  dyingAt = undefined;
});

const read = 'read_conversations';
const endsOf = ({ events }: { readonly events: readonly any[] }) =>
  events.filter(({ __typename }) => __typename === 'MessageCompleted').length;
const turnOf = async (answer: Promise<{ data: any }>) => (await answer).data.sendMessage;

/** Of the statements that are made meanwhile those of a turn; the last reads the conversation for what the answer tells of it. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const { sql } = story.store;
  const made: string[] = [];
  const counting: typeof sql = (statement, params) => {
    made.push(typeof statement === 'string' ? statement : statement.name);
    return sql(statement, params);
  };
  Object.assign(story.store, { sql: counting });
  await work().finally(() => Object.assign(story.store, { sql }));
  return made.filter((statement) => /^(read_conversations|turn_at_once|accept_turn|finish_turn)$/.test(statement));
}

test('a turn that only its flow answers is one statement, the conversation read but once', async () => {
  const { id, cursor } = await story.sitDown();
  const followed = await elsewhere.follow(id, cursor);
  expect(await statementsOf(() => story.send(id, 'Many.'))).toEqual([read, 'turn_at_once', read]);
  expect(await statementsOf(() => story.send(id, '3'))).toEqual(['turn_at_once', read]);
  expect(await story.read(id)).toMatchObject({ state: 'plan', slots: { servings: 3 }, status: 'ACTIVE' });
  await until(() => endsOf(followed) === 2);
  expect((await story.facts(id)).filter(({ type }) => type === 'message_sent')).toHaveLength(5);
});

test('what asks a model is accepted first', async () => {
  const { id } = await story.sitDown();
  await story.send(id, '3');
  const made = await statementsOf(() => story.send(id, 'Ideas?'));
  expect(made).toEqual(['accept_turn', 'finish_turn', read]);
  expect(steps).toEqual(expect.arrayContaining(['accepted', 'closed', 'started']));
});

test('what was changed meanwhile without a word is found out by the statement, and read', async () => {
  const { id } = await story.sitDown();
  await story.send(id, 'Many.');
  await story.store.sql('update exp.conversations set version = version + 1 where id = $1', [id]);
  const made = await statementsOf(async () => {
    expect(await turnOf(story.send(id, '3'))).toMatchObject({ number: 2, answer: { text: 'For 3, then.' } });
  });
  expect(made).toEqual(['turn_at_once', 'turn_at_once', read]);
});

test('a conversation that goes on in another process is not remembered as it was', async () => {
  const { id } = await story.sitDown();
  await story.send(id, 'Many.');
  const heard = new Promise<void>((resolve) => story.store.streams.onElsewhere((of) => of === id && resolve()));
  expect(await turnOf(elsewhere.send(id, '3'))).toMatchObject({ number: 2, status: 'COMPLETED' });
  await heard;
  const made = await statementsOf(async () => {
    expect((await turnOf(story.send(id, 'Ideas?'))).answer).toMatchObject({ text: 'Soup it is.', model: 'scripted' });
  });
  expect(made).toEqual([read, 'accept_turn', 'finish_turn', read]);
});

test.each([
  ['executed', 1],
  ['finished', 1],
] as const)('a message whose process dies after “%s” is answered once when it is sent again', async (step, number) => {
  const { id } = await story.sitDown();
  dyingAt = step;
  expect((await story.send(id, '3', 'once')).data?.sendMessage ?? null).toBeNull();
  dyingAt = undefined;
  const turn = await turnOf(elsewhere.send(id, '3', 'once'));
  expect(turn).toMatchObject({ number, status: 'COMPLETED', answer: { text: 'For 3, then.' } });
  expect(await turnOf(story.send(id, '3', 'once'))).toEqual(turn);
  const { rows } = await story.store.sql('select number from exp.turns where conversation = $1', [id]);
  expect(rows).toEqual([{ number: 1 }]);
});

test('of messages at once each is answered after the other, or refused', async () => {
  const { id } = await story.sitDown();
  const all = await Promise.all(
    [story, elsewhere, story, elsewhere].map((one, index) => one.send(id, '3', `m${index}`)),
  );
  const taken = all.flatMap(({ data }) => (data?.sendMessage ? [data.sendMessage] : []));
  const { rows } = await story.store.sql<{ number: number; closed: boolean }>(
    'select number, closed from exp.turns where conversation = $1 order by number',
    [id],
  );
  expect(taken.length).toBeGreaterThanOrEqual(1);
  expect(rows).toEqual(taken.map((_, index) => ({ number: index + 1, closed: true })));
  expect(taken.map(({ number }) => number).sort()).toEqual(rows.map(({ number }) => number));
  expect(taken.filter(({ answer }) => answer.text === 'For 3, then.')).toHaveLength(1);
  const refused = all.filter(({ data }) => !data?.sendMessage);
  for (const { codes } of refused as any[]) expect(codes).toEqual(['CONVERSATION_BUSY']);
});

test('where an earlier turn lacks its end in the stream, that is written first', async () => {
  const { id, cursor } = await story.sitDown();
  await turnOf(story.send(id, 'Many.'));
  await story.store.sql('update exp.turns set closed = false where conversation = $1', [id]);
  const made = await statementsOf(() => story.send(id, '3'));
  expect(made).toEqual(['turn_at_once', 'accept_turn', 'finish_turn', read]);
  const followed = await story.follow(id, cursor);
  await until(() => endsOf(followed) === 2);
});
