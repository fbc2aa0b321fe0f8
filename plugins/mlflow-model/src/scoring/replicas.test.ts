import { distrustedServer } from '../testing/distrusted-server';
import { callWith, foodBudget, type ModelCall, openModel } from '../testing/model';
import { json, type ScoringServer, scoringServer } from '../testing/scoring-server';
import { Replicas } from './replicas';

const model = openModel();
let servers: ScoringServer[];
beforeEach(async () => {
  servers = [await scoringServer(), await scoringServer()];
});
afterEach(() => Promise.all(servers.map((server) => server.stop())));
afterAll(() => model.close());

const predict = (change: Partial<ModelCall> = {}) =>
  model.strategy
    .execute(callWith(() => foodBudget(servers.map(({ url }) => url)), { features: { income: 1000 } }, change))
    .catch((error) => error.failure ?? error);
const counts = () => servers.map(({ asked }) => asked.length);

test('replicas are asked in turn', async () => {
  for (let count = 0; count < 6; count += 1) await predict();
  expect(counts()).toEqual([3, 3]);
});

test('one that is down costs nobody anything', async () => {
  await servers[0]!.stop();
  for (let count = 0; count < 4; count += 1) expect(await predict()).toMatchObject({ prediction: 600 });
  expect(counts()).toEqual([0, 4]);
  servers.shift();
});

test('one that says "not now" fails its call, and is left out then', async () => {
  servers[0]!.answerWith((response) => json(response, 503, {}));
  const answers = [];
  for (let count = 0; count < 4; count += 1) answers.push(await predict());
  expect(answers.filter(({ code }) => code === 'MODEL_UNAVAILABLE')).toHaveLength(1);
  expect(counts()).toEqual([1, 3]);
});

test.each(['cancelled', 'MODEL_FAILED'])('one whose call ends as %s is asked as before', async (end) => {
  const controller = new AbortController();
  servers[0]!.answerWith((response) => {
    if (end === 'cancelled') controller.abort(new Error(end));
    else json(response, 200, { predictions: ['x'.repeat(1_000_001)] }); // more than is taken
  });
  const ends = [];
  while (servers[0]!.asked.length === 0) ends.push(await predict({ signal: controller.signal }));
  const { code, message } = ends.at(-1);
  expect(code ?? message).toBe(end);
  servers[0]!.answerWith();
  for (const server of servers) server.asked.length = 0;
  for (let count = 0; count < 4; count += 1) await predict();
  expect(counts()).toEqual([2, 2]);
});

test('one whose certificate is not trusted costs nobody anything', async () => {
  const distrusted = await distrustedServer();
  const urls = [distrusted.url, servers[0]!.url];
  for (let count = 0; count < 3; count += 1)
    expect(
      await model.strategy.execute(callWith(() => foodBudget(urls), { features: { income: 1000 } })),
    ).toMatchObject({ prediction: 600 });
  expect(distrusted.connections()).toBeGreaterThan(0);
  expect(servers[0]!.asked).toHaveLength(3);
  await distrusted.stop();
});

describe('one that failed', () => {
  let now = 0;
  let isWell = false;
  const pings: string[] = [];
  const open = () => {
    [now, isWell, pings.length] = [0, false, 0];
    const replicas = new Replicas(
      async (url) => {
        pings.push(url);
        return isWell;
      },
      () => now,
    );
    replicas.failed('a');
    const chosen = () => Array.from({ length: 4 }, () => replicas.next(['a', 'b'], new Set()));
    return { replicas, chosen };
  };

  test('is looked at after a while, once at a time, and asked again when it is well', async () => {
    const { chosen } = open();
    expect(chosen()).toEqual(['b', 'b', 'b', 'b']);
    expect(pings).toEqual([]);
    now = 2_000;
    chosen();
    expect(pings).toEqual(['a']);
    await new Promise(setImmediate);
    expect(chosen()).toEqual(['b', 'b', 'b', 'b']); // it was not well: it rests again
    now = 4_000;
    isWell = true;
    chosen();
    await new Promise(setImmediate);
    expect(new Set(chosen())).toEqual(new Set(['a', 'b']));
    expect(pings).toEqual(['a', 'a']);
  });

  test('is asked all the same where all have failed', () => {
    const { replicas, chosen } = open();
    replicas.failed('b');
    expect(new Set(chosen())).toEqual(new Set(['a', 'b']));
  });
});
