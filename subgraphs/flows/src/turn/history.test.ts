import { Sessions, type Sql, type Store } from '@trialogue/store';
import { describeRedis, startTestRedis, type TestRedis, until } from '@trialogue/store/testing';
import { Redis } from 'ioredis';
import { conversationColumns } from '../columns';
import type { Conversation } from '../conversation.entity';
import { tell } from '../testing/story';
import { historyOf } from './history';

describeRedis('what was said before a turn, with Redis', () => {
  let redis: TestRedis;
  let direct: Redis;
  let story: Awaited<ReturnType<typeof tell>>;
  beforeAll(async () => {
    redis = await startTestRedis();
    direct = new Redis(redis.url);
    story = await tell({ redis: redis.url });
  });
  afterAll(async () => {
    await story.end();
    direct.disconnect();
    await redis.stop();
  });

  /** The history before a next turn, and whether the rows were read for it. */
  async function ask(id: string, { sessions } = story.store) {
    const { rows } = await story.store.sql<Conversation>(
      `select ${conversationColumns} from exp.conversations where id = $1`,
      [id],
    );
    let reads = 0;
    const sql: Sql = (text, params) => {
      reads += 1;
      return story.store.sql(text, params);
    };
    const conversation = rows[0]!;
    const turn = { conversation, number: conversation.turnCount + 1 } as any;
    const history = await historyOf({ sql, sessions } as Store, turn);
    return { said: history.map(({ role, parts }) => `${role}: ${(parts[0] as { text: string }).text}`), reads };
  }
  const askRows = (id: string) => ask(id, { sessions: new Sessions(undefined) } as Store);
  const key = (id: string) => `{${id}}:session`;

  async function talk(id: string, turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await story.send(id, `Message ${turn}`);
  }

  test('a next turn, in any process, reads no rows', async () => {
    const { id } = (await story.start()).data.startConversation;
    await talk(id, 3);
    const elsewhere = await story.another();
    const rows = await askRows(id);
    expect(rows.reads).toBe(1);
    expect(rows.said).toHaveLength(6);
    expect(await ask(id, elsewhere.store)).toEqual({ said: rows.said, reads: 0 });
    expect(await direct.pttl(key(id))).toBeGreaterThan(0);
  });

  test('the model is told the same, however long the conversation is', async () => {
    const { id } = (await story.start()).data.startConversation;
    for (let round = 0; round < 4; round++) {
      await talk(id, 8);
      const { said } = await askRows(id);
      expect(await ask(id)).toEqual({ said, reads: 0 });
      expect(said).toHaveLength(Math.min(50, (round + 1) * 16));
    }
  });

  test('after a failed turn what was asked is part of it', async () => {
    const id = await story.startWith('mute');
    await talk(id, 1);
    const { said } = await askRows(id);
    expect(said).toEqual(['user: Message 0']);
    expect(await ask(id)).toEqual({ said, reads: 0 });
    await talk(id, 1);
    expect((await ask(id)).said).toEqual(['user: Message 0', 'user: Message 0']);
  });

  test('a session of another version is not believed, and one that is gone is made again', async () => {
    const { id } = (await story.start()).data.startConversation;
    await talk(id, 2);
    await story.store.sql('update exp.conversations set version = version + 1 where id = $1', [id]);
    await direct.lset(key(id), 0, JSON.stringify({ role: 'USER', text: 'Never said' }));
    const { said } = await askRows(id);
    expect(await ask(id)).toEqual({ said, reads: 1 });
    await until(async () => (await ask(id)).reads === 0);
    await direct.del(key(id));
    expect(await ask(id)).toEqual({ said, reads: 1 });
    await until(async () => (await ask(id)).reads === 0);
    expect((await ask(id)).said).toEqual(said);
  });

  test('what is very long is not kept there', async () => {
    const { id } = (await story.start()).data.startConversation;
    expect((await story.send(id, 'x'.repeat(20_000))).data.sendMessage.status).toBe('COMPLETED');
    expect(await direct.exists(key(id))).toBe(0);
    expect((await ask(id)).said).toEqual((await askRows(id)).said);
  });
});
