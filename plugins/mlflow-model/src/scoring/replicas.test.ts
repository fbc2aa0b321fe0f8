import { callWith, foodBudget, openModel } from '../testing/model';
import { json, type ScoringServer, scoringServer } from '../testing/scoring-server';
import { Replicas } from './replicas';

const model = openModel();
let servers: ScoringServer[];
beforeEach(async () => {
  servers = [await scoringServer(), await scoringServer()];
});
afterEach(() => Promise.all(servers.map((server) => server.stop())));
afterAll(() => model.close());

const predict = () =>
  model.strategy
    .execute(callWith(() => foodBudget(servers.map(({ url }) => url)), { features: { income: 1000 } }))
    .catch((error) => error.failure);
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
