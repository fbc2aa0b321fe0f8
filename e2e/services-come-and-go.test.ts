import path from 'node:path';
import { EmbeddedPostgres } from '@trialogue/store';
import { describeRedis, killPostmaster, silent, startTestRedis, type TestRedis } from '@trialogue/store/testing';
import { textOf } from './support/chat';
import { rows } from './support/database';
import { askAt, Deployment, services } from './support/deployment';
import { countsOf } from './support/execute';
import { askUntilAnswered } from './support/good-client';
import { Load, type Part, questions } from './support/load';
import { makeProject, temporaryFolder } from './support/product';
import { until } from './support/until';

const patienceMs = 120_000;

describeRedis('two of each service, under load', () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let redis: TestRedis;
  let deployment: Deployment;
  let load: Load;
  const said = () => deployment.output.slice(-8_000);
  const ask = (query: string, variables: object = {}) => askUntilAnswered(deployment, query, variables);
  const goesOn = async () => {
    const { mark } = load;
    await until(() => load.hasGoneOnSince(mark), said, patienceMs);
  };

  const stopAndStart = async () => {
    const missed = load.misses.length;
    const port = Number(new URL(postgres.url).port);
    await postgres.stop();
    await until(() => load.misses.length > missed, said, patienceMs);
    postgres = await EmbeddedPostgres.start({ dataDir, port, logger: silent });
  };
  /** It is started again by whoever started it, and has lost its unlogged tables. */
  const killPostgres = async () => {
    const startedAt = async () => (await rows(postgres.url, 'select pg_postmaster_start_time()::text as at'))[0].at;
    const before = await startedAt();
    killPostmaster(dataDir);
    await until(async () => (await startedAt()) !== before, said, patienceMs);
  };

  beforeAll(async () => {
    dataDir = path.join(temporaryFolder(), 'postgres');
    [postgres, redis] = await Promise.all([EmbeddedPostgres.start({ dataDir, logger: silent }), startTestRedis()]);
    deployment = new Deployment(makeProject(), {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      TRIALOGUE_TURN_LEASE_MS: '1500',
      TRIALOGUE_SCRIPTED_PACE_MS: '5',
    });
    for (const service of services) for (const replica of [1, 2]) deployment.start(service, replica);
    await deployment.ready();
    await deployment.apply();
    load = new Load(deployment);
    await load.begin(3);
  });

  afterAll(async () => {
    await Promise.all(load?.talks.map(({ follower }) => follower.leave()) ?? []);
    await load?.end().catch(() => undefined);
    await deployment?.end();
    await Promise.all([postgres?.stop(), redis?.stop()]);
  });

  test.each(services)(
    'one %s is killed and comes again: no query fails at the other gateway, and everybody goes on',
    async (service) => {
      const missed = load.misses.length;
      await goesOn();
      await deployment.kill(service);
      await goesOn();
      deployment.start(service);
      await deployment.ready();
      await goesOn();
      expect(load.misses.slice(missed)).toEqual([]);
    },
    3 * patienceMs,
  );

  test(
    'none of one subgraph is left: its fields say so, and no others fail',
    async () => {
      const missed = load.misses.length;
      const query =
        '{ experiment(key: "meal_planning_style") { name } prompt(name: "meal_planning_assistant") { name } }';
      const [url] = deployment.gateways;
      const whole = (await askAt(url!, query)).data;
      for (const replica of [1, 2]) await deployment.kill('prompts', replica);
      await goesOn();
      const { data, errors } = await askAt(url!, query);
      expect(data).toEqual({ ...whole, prompt: null });
      expect(errors!.map(({ path: at, extensions }) => [at, extensions.code, extensions.retryable])).toEqual([
        [['prompt'], 'SUBGRAPH_UNAVAILABLE', true],
      ]);
      for (const replica of [1, 2]) deployment.start('prompts', replica);
      await deployment.ready();
      await until(async () => (await askAt(url!, query)).errors === undefined, said, patienceMs);
      expect((await askAt(url!, query)).data).toEqual(whole);
      expectMissesOnlyOf(load, missed, 'prompts', 'SUBGRAPH_UNAVAILABLE');
    },
    3 * patienceMs,
  );

  test.each([
    ['is stopped and started', stopAndStart],
    ['is killed and comes again', killPostgres],
  ])(
    'Postgres %s: everybody goes on, and no part of the graph is taken for dead',
    async (_, restart) => {
      const missed = load.misses.length;
      await restart();
      await deployment.ready();
      await goesOn();
      for (const { errors } of load.misses.slice(missed))
        expect(errors).toEqual([
          expect.objectContaining({
            extensions: expect.objectContaining({ code: 'STORE_UNAVAILABLE', retryable: true }),
          }),
        ]);
    },
    2 * patienceMs,
  );

  test(
    'Redis goes and comes back empty: everybody goes on, and no query notices',
    async () => {
      const missed = load.misses.length;
      await redis.kill();
      await goesOn();
      await redis.restart();
      await goesOn();
      expect(load.misses.slice(missed)).toEqual([]);
    },
    2 * patienceMs,
  );

  test(
    'in the end everything acknowledged is there once, and every reader has seen the end of every turn once',
    async () => {
      await load.end();
      for (const talk of load.talks) {
        await until(() => talk.follower.ends >= talk.turns.length, said, patienceMs);
        await talk.follower.leave();
        expectWholeStream(talk);
      }
      for (const { id, turns, unit } of load.talks) {
        const messages = await rows(
          postgres.url,
          `select role, text from exp.messages where conversation = $1 order by turn, role desc`,
          [id],
        );
        const questionsSaid = messages.filter(({ role }) => role === 'USER').map(({ text }) => text);
        expect(questionsSaid).toEqual(turns.map(({ text }) => text));
        const completed = turns.filter(({ status }) => status === 'COMPLETED').length;
        expect(messages).toHaveLength(turns.length + completed);
        expect(await eventsOf(postgres.url, unit)).toEqual(
          nonZero({
            conversation_started: 1,
            execution_completed: completed,
            execution_failed: turns.length - completed,
            exposure: 1,
            message_sent: turns.length + completed,
          }),
        );
      }
      const executions = await rows(
        postgres.url,
        'select id, unit, status from exp.executions order by created_at, unit',
      );
      const acknowledged = load.predictions.map(({ id, text, status }) => ({ id, unit: text, status }));
      const sorted = (all: any[]) => [...all].sort((a, b) => (a.unit < b.unit ? -1 : 1));
      expect(sorted(executions)).toEqual(sorted(acknowledged));
      const [{ exposures, ends }] = await rows(
        postgres.url,
        `select count(*) filter (where type = 'exposure')::int as exposures,
           count(*) filter (where type in ('execution_completed', 'execution_failed'))::int as ends
         from exp.events where unit like 'household-%'`,
      );
      expect([exposures, ends]).toEqual([acknowledged.length, acknowledged.length]);
      const total = async () =>
        Object.values(await countsOf({ ask }, 'food_budget_forecast')).map((counts) => counts[0]!);
      await until(async () => (await total()).reduce((a, b) => a + b) === acknowledged.length, said, patienceMs);
    },
    2 * patienceMs,
  );
});

/** Each event once, in order; one end for each turn; and the text of a turn is that of its deltas, unless the stream said that some were lost. */
function expectWholeStream({ follower: { events, ends }, turns }: Load['talks'][number]): void {
  expect(ends).toBe(turns.length);
  const cursors = events.map(({ cursor }) => cursor);
  expect(new Set(cursors).size).toBe(cursors.length);
  let begin = 0;
  for (const [index, event] of events.entries()) {
    if (event.__typename !== 'MessageCompleted') continue;
    const turn = events.slice(begin, index);
    begin = index + 1;
    const isReset = turn.some(({ __typename }) => __typename === 'StreamReset');
    const sinceStart = turn.slice(turn.findLastIndex(({ __typename }) => __typename === 'MessageStarted') + 1);
    if (!isReset) expect(textOf(sinceStart)).toBe(event.message!.text);
  }
}

async function eventsOf(url: string, unit: string): Promise<Record<string, number>> {
  const counted = await rows(url, 'select type, count(*)::int from exp.events where unit = $1 group by 1', [unit]);
  return Object.fromEntries(counted.map(({ type, count }) => [type, count]));
}

const nonZero = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count));

function expectMissesOnlyOf({ misses }: Load, from: number, part: Part, code: string): void {
  const [field] = /\w+/.exec(questions[part])!;
  for (const miss of misses.slice(from))
    expect(miss).toEqual({
      part,
      errors: [expect.objectContaining({ path: [field], extensions: expect.objectContaining({ code }) })],
    });
}
