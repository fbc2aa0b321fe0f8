import { callWith, foodBudget, openModel } from '../testing/model';
import { json, type ScoringServer, scoringServer } from '../testing/scoring-server';

const model = openModel({ batching: { max: 4, waitMs: 10, models: ['food_budget'] } });
let server: ScoringServer;
beforeAll(async () => {
  server = await scoringServer();
});
beforeEach(() => {
  server.answerWith();
  server.asked.length = 0;
});
afterAll(() => Promise.all([server.stop(), model.close()]));

const predict = (
  income: number,
  change: Parameters<typeof foodBudget>[1] = {},
  signal = new AbortController().signal,
) =>
  model.strategy
    .execute(callWith(() => foodBudget([server.url], change), { features: { income } }, { signal }))
    .then(({ prediction }) => prediction)
    .catch((error) => error.failure ?? error);
const sizes = () => server.asked.map(({ dataframe_records: records }) => records.length);

test('records that come at once are sent together, `max` at most, and each gets its own prediction', async () => {
  const incomes = [1, 2, 3, 4, 5, 6].map((number) => number * 100);
  expect(await Promise.all(incomes.map((income) => predict(income)))).toEqual(
    incomes.map((income) => 100 + income / 2),
  );
  expect(sizes()).toEqual([4, 2]);
});

test('one that comes alone is sent at once; those that come meanwhile go together when it is answered', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    server.answerWith((response) => {
      release = () => json(response, 200, { predictions: [1] });
      resolve();
    });
  });
  const slow = openModel({ batching: { max: 100, waitMs: 10_000 } });
  const ask = (income: number) =>
    slow.strategy.execute(callWith(() => foodBudget([server.url]), { features: { income } }));
  const first = ask(100);
  await held;
  const others = [ask(200), ask(300)];
  await new Promise(setImmediate);
  expect(sizes()).toEqual([1]);
  server.answerWith();
  release();
  expect(await first).toMatchObject({ prediction: 1 });
  expect((await Promise.all(others)).map(({ prediction }) => prediction)).toEqual([200, 250]);
  expect(sizes()).toEqual([1, 2]);
  await slow.close();
});

test.each(['refuses all', 'gives too few predictions'])(
  'where the server %s because of one record, the others still get theirs',
  async (fault) => {
    server.answerWith((response) => {
      const { dataframe_records: records } = server.asked.at(-1)!;
      const isBad = records.some(({ income }) => income === 13);
      if (!isBad) return json(response, 200, { predictions: records.map(({ income }) => income) });
      if (fault === 'refuses all') return json(response, 400, { error_code: 'BAD_REQUEST', message: 'unlucky' });
      json(response, 200, { predictions: [] });
    });
    const [one, bad, other] = await Promise.all([predict(1), predict(13), predict(2)]);
    expect([one, other]).toEqual([1, 2]);
    expect(bad).toMatchObject({ code: 'MODEL_FAILED' });
    expect(sizes()).toEqual([3, 1, 1, 1]);
  },
);

test('a prediction that is of no use fails its own record alone, and nothing is asked again', async () => {
  server.answerWith((response) => json(response, 200, { predictions: [1, null, 3] }));
  const [one, bad, other] = await Promise.all([predict(1), predict(2), predict(3)]);
  expect([one, other]).toEqual([1, 3]);
  expect(bad).toMatchObject({ code: 'MODEL_FAILED', reason: 'its prediction is null' });
  expect(sizes()).toEqual([3]);
});

test('a server that breaks down fails all of them, and none is asked again', async () => {
  server.answerWith((response) => response.destroy());
  const failures = await Promise.all([predict(1), predict(2)]);
  expect(failures.map(({ code }: any) => code)).toEqual(['MODEL_UNAVAILABLE', 'MODEL_UNAVAILABLE']);
  expect(sizes()).toEqual([2]);
});

test('one that is cancelled leaves the others; when all have left, the request is gone', async () => {
  const controllers = [new AbortController(), new AbortController()];
  let gone = () => {};
  const closed = new Promise<void>((resolve) => (gone = resolve));
  const arrived = new Promise<void>((resolve) => {
    server.answerWith((response) => {
      response.on('close', gone);
      resolve();
    });
  });
  const asked = controllers.map(({ signal }, number) => predict(number, {}, signal));
  await arrived;
  controllers[0]!.abort(new Error('cancelled'));
  expect(await asked[0]).toMatchObject({ message: 'cancelled' });
  controllers[1]!.abort(new Error('cancelled too'));
  expect(await asked[1]).toMatchObject({ message: 'cancelled too' });
  await closed;
  expect(sizes()).toEqual([2]);
});

test('what differs in params or in its members is not sent together, nor what is of a model that is not named', async () => {
  const other = { model: { name: 'other', version: '1' } };
  await Promise.all([predict(1), predict(2, { params: { q: 1 } }), predict(3, other), predict(4, other)]);
  expect(sizes()).toEqual([1, 1, 1, 1]);
});
