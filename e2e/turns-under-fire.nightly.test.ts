import { describeRedis, startTestRedis, type TestRedis } from '@trialogue/store/testing';
import { Redis } from 'ioredis';
import { read, type StreamEvent, start, textOf } from './support/chat';
import { rows } from './support/database';
import { followOver, hasEnds, isEnd } from './support/follow-over';
import { makeReception, type Reception, receptions } from './support/reception';
import { type Ended, followThrough, Targets, talk, turnOf } from './support/talk-under-fire';
import { until } from './support/until';
import { overWebSocket } from './support/ways';

const conversations = 200;
const turns = 20;
/** Of which the streams are followed while all talk; those of the others are read afterwards. */
const followed = 15;
/** The longest pause between an answer and the next message. */
const paceMs = 4_000;
const tooLongMs = 900_000;
const kinds = Object.keys(receptions) as Reception[];

interface Talk {
  readonly id: string;
  readonly kind: Reception;
  readonly cursor: string;
  readonly texts: readonly string[];
}

/** Two processes are killed at random while all talk; answers what was acknowledged and what was seen of the sample. */
async function underFire(env: NodeJS.ProcessEnv, meanwhile?: () => Promise<unknown>) {
  const { root, booked } = makeReception();
  const quick = { TRIALOGUE_TURN_LEASE_MS: '2000', TRIALOGUE_SCRIPTED_PACE_MS: '3', TRIALOGUE_LIMIT_RATE: '0' };
  const targets = await Targets.start(2, { ...quick, ...env }, root);
  const talks: Talk[] = [];
  for (let index = 0; index < conversations; index += 1) {
    const kind = kinds[index % kinds.length]!;
    const { id, cursor } = await start(targets.any(), `unit-${index}`, receptions[kind]);
    const texts = Array.from({ length: turns }, (_, turn) => `Message ${turn} of ${index}`);
    talks.push({ id, kind, cursor, texts });
  }

  const shooting = targets.shoot(meanwhile);
  const streams = talks.slice(0, followed).map(({ id, cursor }) => followThrough(targets, id, cursor, turns));
  const ends = await Promise.all(talks.map(({ id, texts }) => talk(targets, id, texts, paceMs)));
  targets.stop();
  await shooting;
  const url = targets.databaseUrl;
  const open = `select from exp.turns where status = 'RUNNING' or not closed`;
  await until(async () => (await rows(url, open)).length === 0);
  return { targets, url, talks, ends, streams: await Promise.all(streams), booked: booked() };
}

type Fire = Awaited<ReturnType<typeof underFire>>;

/** Each acknowledged message is there once, each turn has one end, and each of both the facts that it has to have. */
async function expectNothingLostOrDoubled({ url, targets, talks, ends, booked }: Fire): Promise<void> {
  const all = await rows<{ conversation: string; number: number; status: Ended; resumptions: number }>(
    url,
    'select conversation, number, status, resumptions from exp.turns order by conversation, number',
  );
  expect(all).toHaveLength(conversations * turns);
  const facts = await rows<{ turn: string; types: string[] }>(
    url,
    `select concat(data->>'conversation', ':', data->>'turn') as turn, array_agg(type order by type) as types
     from exp.events where type ~ '^(execution_|message_sent)' group by 1`,
  );
  const typesOf = new Map(facts.map(({ turn, types }) => [turn, types]));
  const wrong = all.filter(({ conversation, number, status }) => {
    const types =
      status === 'COMPLETED' ? 'execution_completed,message_sent,message_sent' : 'execution_failed,message_sent';
    return typesOf.get(`${conversation}:${number}`)?.join() !== types;
  });
  expect(wrong).toEqual([]);
  expect(facts.filter(({ turn }) => !turn.endsWith(':0'))).toHaveLength(all.length);

  for (const [index, { id, kind, texts }] of talks.entries()) {
    const own = all.filter(({ conversation }) => conversation === id);
    expect(own.map(({ status }) => status)).toEqual(ends[index]);
    const asked = await rows(
      url,
      `select turn, text from exp.messages where conversation = $1 and role = 'USER' order by turn`,
      [id],
    );
    expect(asked).toEqual(texts.map((text, turn) => ({ turn: turn + 1, text })));
    expect(await read(targets.any(), id)).toMatchObject({
      ...{ status: 'ACTIVE', turnCount: turns, state: kind === 'flow' ? 'ask' : null },
    });
    const completed = texts.filter((_, turn) => ends[index]![turn] === 'COMPLETED');
    if (kind !== 'prompt') expect(completed.filter((text) => !booked.includes(text))).toEqual([]);
  }
  const leased = await rows(url, 'select from exp.conversations where lease_until is not null');
  expect(leased).toEqual([]);

  // Else nothing of this was tried.
  const resumed = all.filter(({ status, resumptions }) => status === 'COMPLETED' && resumptions > 0).length;
  const failed = all.filter(({ status }) => status === 'FAILED').length;
  process.stdout.write(`${all.length} turns, ${targets.kills} kills: ${resumed} resumed, ${failed} failed\n`);
  expect(targets.kills).toBeGreaterThan(0);
  expect(resumed).toBeGreaterThan(0);
}

/** The ends of turns in a stream, as the turns have ended. */
const endsIn = (seen: readonly StreamEvent[]) =>
  seen.filter(isEnd).map((event) => [turnOf(event), event.__typename === 'MessageCompleted' ? 'COMPLETED' : 'FAILED']);

const numbered = (ends: readonly Ended[]) => ends.map((end, index) => [index + 1, end]);

test(
  'under random kills nothing accepted is lost, and every stream ends, the same for whoever reads it later',
  async () => {
    const fire = await underFire({});
    await expectNothingLostOrDoubled(fire);
    for (const [index, seen] of fire.streams.entries()) {
      const { id, cursor } = fire.talks[index]!;
      expect(endsIn(seen)).toEqual(numbered(fire.ends[index]!));
      for (const [at, event] of seen.entries()) {
        if (event.__typename !== 'MessageCompleted') continue;
        const begun = seen
          .slice(0, at)
          .map(({ __typename }) => __typename)
          .lastIndexOf('MessageStarted');
        expect(textOf(seen.slice(begun, at))).toBe(event.message!.text);
      }
      const later = followOver(
        overWebSocket(fire.targets.any().url),
        id,
        cursor,
        (events) => events.length === seen.length,
      );
      expect(await later).toEqual(seen);
    }
    for (const [index, { id, cursor }] of [...fire.talks.entries()].slice(followed)) {
      const seen = await followOver(overWebSocket(fire.targets.any().url), id, cursor, hasEnds(turns));
      expect(endsIn(seen)).toEqual(numbered(fire.ends[index]!));
    }
  },
  tooLongMs,
);

describeRedis('with streams in Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(() => redis.stop());

  test(
    'which is flushed and killed meanwhile: the same',
    async () => {
      const flush = async () => {
        const direct = new Redis(redis.url);
        await direct.flushall();
        direct.disconnect();
      };
      const restart = async () => {
        await redis.kill();
        await redis.restart();
      };
      const fire = await underFire({ REDIS_URL: redis.url }, () => (Math.random() < 0.5 ? flush() : restart()));
      await expectNothingLostOrDoubled(fire);
      for (const [index, seen] of fire.streams.entries()) {
        // What was flushed before it was read is made up for by a snapshot: none is told twice, and each is told as it was.
        const told = endsIn(seen);
        expect(told).toEqual(numbered(fire.ends[index]!).filter(([turn]) => told.some(([one]) => one === turn)));
        expect(told.at(-1)![0]).toBe(turns);
        if (!seen.some(({ __typename }) => __typename === 'StreamReset')) expect(told).toHaveLength(turns);
      }
    },
    tooLongMs,
  );
});
