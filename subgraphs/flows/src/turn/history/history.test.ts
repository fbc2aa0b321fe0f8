import { type Prepared, Sessions, type Sql, type Store } from '@trialogue/store';
import { describeRedis, startTestRedis, type TestRedis, until } from '@trialogue/store/testing';
import { Redis } from 'ioredis';
import { conversationColumns } from '../../columns';
import type { Conversation } from '../../conversation.entity';
import { publishPrompt } from '../../testing/content';
import { publishFlow, supper } from '../../testing/flows';
import { tell } from '../../testing/story';
import { historyOf } from './history';

type Told = Awaited<ReturnType<typeof tell>>;

/** The history before a next turn, and whether the messages' rows were read for it. */
async function ask(story: Told, id: string, { sessions } = story.store) {
  const { rows } = await story.store.sql<Conversation>(
    `select ${conversationColumns} from exp.conversations where id = $1`,
    [id],
  );
  let reads = 0;
  const sql: Sql = (statement, params) => {
    if ((statement as Prepared).name === 'recent_messages') reads += 1;
    return story.store.sql(statement, params);
  };
  const conversation = rows[0]!;
  const turn = { conversation, number: conversation.turnCount + 1 } as any;
  const { messages, sent } = await historyOf({ sql, sessions } as Store, turn);
  return { said: messages.map(({ role, parts }) => `${role}: ${(parts[0] as { text: string }).text}`), sent, reads };
}

const withoutSession = { sessions: new Sessions(undefined) } as Store;

async function talk(story: Told, id: string, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await story.send(id, `Message ${turn}`);
}

async function bound(story: Told, id: string, history: object): Promise<void> {
  const change = JSON.stringify(history);
  await story.store.sql(
    `update exp.conversations
     set plan = jsonb_set(plan::jsonb, '{config,history}', $2::jsonb) where id = $1`,
    [id, change],
  );
}

/** What holds wherever the hot state is: in a session in Redis, or in the messages' rows alone. */
function contract(told: () => Told): void {
  const start = async (input: object = {}) => (await told().start(input)).data.startConversation.id as string;
  const sentQuery = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) {
    number sent { fromTurn throughTurn messages summary tokens } conversation { summary { text } } } }`;
  const send = async (id: string, text: string) => {
    const input = { conversation: id, text, clientMessageId: text.slice(0, 50) };
    return (await told().ask(sentQuery, { input })).data.sendMessage;
  };

  test('the model is told the same, whether it is remembered or read', async () => {
    const id = await start();
    for (let round = 0; round < 4; round++) {
      await talk(told(), id, 8);
      const { said, sent } = await ask(told(), id, withoutSession);
      expect(await ask(told(), id)).toMatchObject({ said, sent });
      expect(said).toHaveLength(Math.min(50, (round + 1) * 16));
    }
  });

  test('after a failed turn what was asked is part of it', async () => {
    const id = await told().startWith('mute');
    await talk(told(), id, 2);
    expect((await ask(told(), id)).said).toEqual(['user: Message 0', 'user: Message 1']);
  });

  test('the window is bounded in tokens, whole messages from a user’s on', async () => {
    const id = await start();
    await bound(told(), id, { tokens: 60 });
    await talk(told(), id, 6);
    const { said, sent } = await ask(told(), id);
    expect(said.length).toBeGreaterThan(4);
    expect(said.length).toBeLessThan(12);
    expect(said[0]).toMatch(/^user: /);
    expect(sent).toMatchObject({ throughTurn: 6, messages: said.length, summary: null });
    expect(sent!.tokens).toBeLessThanOrEqual(60);
    expect(await ask(told(), id, withoutSession)).toMatchObject({ said, sent });
  });

  test('a message that is longer than the window is given alone when it is the one to answer, and ends the window later', async () => {
    const id = await start();
    await bound(told(), id, { tokens: 60 });
    await talk(told(), id, 2);
    const long = 'noodles '.repeat(300);
    const { sent } = await send(id, long);
    expect(sent).toMatchObject({ fromTurn: 3, throughTurn: 3, messages: 1 });
    expect(sent.tokens).toBeGreaterThan(500);
    expect((await ask(told(), id)).said).toEqual([]);
    expect((await send(id, 'Shorter')).sent).toMatchObject({ fromTurn: 4, throughTurn: 4, messages: 1 });
    expect((await send(id, 'Again')).sent).toMatchObject({ fromTurn: 4, throughTurn: 5, messages: 3 });
  });

  test('each turn tells which messages its model was given', async () => {
    const id = await start();
    expect(await send(id, 'One')).toMatchObject({
      sent: { fromTurn: 1, throughTurn: 1, messages: 1, summary: null },
      conversation: { summary: null },
    });
    expect((await send(id, 'Two')).sent).toMatchObject({ fromTurn: 1, throughTurn: 2, messages: 3 });
    const again = await send(id, 'One'); // from its row
    expect(again).toMatchObject({ number: 1, sent: { fromTurn: 1, throughTurn: 1, messages: 1 } });
  });

  test('a failed turn tells it too, and a turn in which no model is asked tells nothing', async () => {
    const id = await told().startWith('throws');
    expect((await send(id, 'Hi')).sent).toMatchObject({ fromTurn: 1, throughTurn: 1, messages: 1 });
    const { data } = await told().start({ experiment: null, flow: 'supper' });
    expect((await send(data.startConversation.id, 'many')).sent).toBeNull();
  });

  test('what a flow says before anybody speaks is the beginning of the history', async () => {
    const id = await start({ experiment: 'talks' });
    await talk(told(), id, 1);
    const { said, sent } = await ask(told(), id);
    expect(said.slice(0, 2)).toEqual(['assistant: Here.', 'user: Message 0']);
    expect(sent).toMatchObject({ fromTurn: 0, throughTurn: 1, messages: 3 });
  });

  test('a message that is nothing but an object is told as its JSON', async () => {
    const id = await start();
    await talk(told(), id, 1);
    await told().store.sql(
      `update exp.messages set text = '', structured = '{"servings":2}' where conversation = $1 and role = 'ASSISTANT'`,
      [id],
    );
    expect((await ask(told(), id, withoutSession)).said).toEqual(['user: Message 0', 'assistant: {"servings":2}']);
  });

  test('messages from before tokens were counted are counted when they are read', async () => {
    const id = await start();
    await talk(told(), id, 3);
    const counted = await ask(told(), id, withoutSession);
    await told().store.sql('update exp.messages set tokens = null where conversation = $1', [id]);
    expect(await ask(told(), id, withoutSession)).toEqual(counted);
  });
}

async function open(redis?: string): Promise<Told> {
  const story = await tell({ ...(redis !== undefined && { redis }) });
  await publishPrompt(story.store, 'chef', [{}]);
  await publishFlow(story.store, 'supper', [{ definition: supper }]);
  return story;
}

describe('what was said before a turn, in Postgres', () => {
  let story: Told;
  beforeAll(async () => {
    story = await open();
  });
  afterAll(() => story.end());
  contract(() => story);
});

describeRedis('what was said before a turn, in Redis', () => {
  let redis: TestRedis;
  let direct: Redis;
  let story: Told;
  beforeAll(async () => {
    redis = await startTestRedis();
    direct = new Redis(redis.url);
    story = await open(redis.url);
  });
  afterAll(async () => {
    await story.end();
    direct.disconnect();
    await redis.stop();
  });
  const key = (id: string) => `{${id}}:said`;
  const start = async () => (await story.start()).data.startConversation.id as string;

  contract(() => story);

  test('a next turn, in any process, reads no rows', async () => {
    const id = await start();
    await talk(story, id, 3);
    const elsewhere = await story.another();
    const rows = await ask(story, id, withoutSession);
    expect(rows.reads).toBe(1);
    expect(rows.said).toHaveLength(6);
    expect(await ask(story, id, elsewhere.store)).toEqual({ ...rows, reads: 0 });
    expect(await direct.pttl(key(id))).toBeGreaterThan(0);
  });

  test('a session of another version is not believed, and one that is gone is made again', async () => {
    const id = await start();
    await talk(story, id, 2);
    await story.store.sql('update exp.conversations set version = version + 1 where id = $1', [id]);
    await direct.lset(key(id), 0, JSON.stringify({ turn: 1, role: 'USER', text: 'Never said', tokens: 1 }));
    const { said } = await ask(story, id, withoutSession);
    expect(await ask(story, id)).toMatchObject({ said, reads: 1 });
    await until(async () => (await ask(story, id)).reads === 0);
    await direct.del(key(id));
    expect(await ask(story, id)).toMatchObject({ said, reads: 1 });
    await until(async () => (await ask(story, id)).reads === 0);
    expect((await ask(story, id)).said).toEqual(said);
  });

  test('Redis flushed between any two turns changes nothing of what the model is told', async () => {
    const flushed = await start();
    const kept = await start();
    for (let turn = 0; turn < 4; turn++) {
      await talk(story, flushed, 1);
      await direct.flushall();
      await talk(story, kept, 1);
    }
    const sent = async (id: string) =>
      (
        await story.store.sql(
          'select sent_from, sent_through, sent_messages, sent_tokens from exp.turns where conversation = $1 order by number',
          [id],
        )
      ).rows;
    expect((await sent(flushed)).map((turn) => turn.sent_messages)).toEqual([1, 3, 5, 7]);
    expect(await sent(flushed)).toEqual(await sent(kept));
    expect((await ask(story, flushed)).said).toEqual((await ask(story, flushed, withoutSession)).said);
  });

  test('what is very long is not kept there', async () => {
    const id = await start();
    expect((await story.send(id, 'x'.repeat(20_000))).data.sendMessage.status).toBe('COMPLETED');
    expect(await direct.exists(key(id))).toBe(0);
    expect((await ask(story, id)).said).toEqual((await ask(story, id, withoutSession)).said);
  });
});
