import { callWith, foodBudget, type ModelCall, openModel } from '../testing/model';
import { json, type ScoringServer, scoringServer } from '../testing/scoring-server';
import { Shadows } from './shadows';

let champion: ScoringServer;
let challenger: ScoringServer;
beforeEach(async () => {
  [champion, challenger] = await Promise.all([scoringServer(), scoringServer()]);
});
afterEach(() => Promise.all([champion.stop(), challenger.stop()]));

/** The strategy beside a graph that keeps what it is told, after so many refusals. */
function shadowed({ refusals = 0, timeoutMs = 20_000, signal = new AbortController().signal } = {}) {
  const events: any[] = [];
  const logger = { info: () => {}, warn: jest.fn(), error: jest.fn() };
  let left = refusals;
  const shadows = new Shadows({
    logger,
    signal,
    async graph(_: string, variables: any) {
      if (left-- > 0) throw new Error('GRAPH_UNAVAILABLE');
      events.push(...variables.events);
      return { trackEvents: { rejected: [] } } as any;
    },
  });
  const model = openModel({}, { shadows });
  const predict = (change: Partial<ModelCall> = {}, share?: number) =>
    model.strategy
      .execute(
        callWith(
          (reference) =>
            reference === 'food_budget@1'
              ? foodBudget([champion.url])
              : foodBudget([challenger.url], {
                  ...{ reference, model: { name: 'food_budget', version: '2' }, timeoutMs },
                }),
          { features: { income: 1000 } },
          {
            config: { policy_version_id: 'food_budget@1', shadow: { policy_version_id: 'food_budget@2', share } },
            arm: { experiment: 'e', variant: 'v', hash: 'arm-1', propensity: 0.5 },
            ...change,
          },
        ),
      )
      .catch((error) => error.failure);
  return { predict, events, shadows, logger, close: () => model.close() };
}

const served = { prediction: 600, model: 'food_budget', modelVersion: '1' };

test('the challenger is asked the same, never served, and compared in an event', async () => {
  const { predict, events, shadows, close } = shadowed();
  challenger.answerWith((response) => json(response, 200, { predictions: [650] }));
  expect(await predict()).toEqual(served);
  await shadows.settled();
  expect(challenger.asked).toEqual(champion.asked);
  const latencyMs = expect.any(Number);
  expect(events).toEqual([
    {
      ...{
        id: expect.stringMatching(/^call-1\/shadow\/[0-9a-f]{16}$/),
        type: 'shadow_scored',
        unit: 'household-1',
        at: '2026-11-23T10:00:00.000Z',
        arm: 'arm-1',
      },
      data: {
        champion: { policy: 'food_budget@1', model: 'food_budget', version: '1', latencyMs, prediction: 600 },
        challenger: { policy: 'food_budget@2', model: 'food_budget', version: '2', latencyMs, prediction: 650 },
        equal: false,
        difference: 50,
      },
    },
  ]);
  await close();
});

test('a challenger that hangs slows nobody; its own time limit ends it', async () => {
  const { predict, events, shadows, close } = shadowed({ timeoutMs: 300 });
  challenger.answerWith(() => {});
  expect(await predict()).toEqual(served);
  expect(events).toEqual([]);
  await shadows.settled();
  expect(events).toMatchObject([{ data: { equal: false, challenger: { failure: 'MODEL_TIMEOUT' } } }]);
  await close();
});

test.each<[string, () => unknown, string]>([
  ['is down', () => challenger.stop().then(async () => (challenger = await scoringServer())), 'MODEL_UNAVAILABLE'],
  ['refuses', () => challenger.answerWith((response) => json(response, 400, {})), 'MODEL_FAILED'],
])('a challenger that %s fails nothing', async (_, break_, failure) => {
  const { predict, events, shadows, close } = shadowed();
  const { url } = challenger;
  await break_();
  if (failure === 'MODEL_UNAVAILABLE') Object.assign(challenger, { url });
  expect(await predict()).toEqual(served);
  await shadows.settled();
  expect(events).toMatchObject([{ data: { challenger: { failure }, champion: { prediction: 600 } } }]);
  await close();
});

test('a champion that fails is told with what the challenger says', async () => {
  const { predict, events, shadows, close } = shadowed();
  champion.answerWith((response) => json(response, 400, {}));
  expect(await predict()).toMatchObject({ code: 'MODEL_FAILED' });
  await shadows.settled();
  expect(events).toMatchObject([{ data: { champion: { failure: 'MODEL_FAILED' }, challenger: { prediction: 600 } } }]);
  await close();
});

test('a policy that is not there is logged, and the answer comes all the same', async () => {
  const { predict, events, shadows, close } = shadowed();
  const warn = jest.fn();
  const get = async (reference: string) => {
    if (reference === 'food_budget@2') throw new Error('POLICY_NOT_FOUND');
    return foodBudget([champion.url]);
  };
  const policies = { get, call: (_: unknown, ask: () => Promise<any>) => ask() } as ModelCall['policies'];
  expect(await predict({ policies, logger: { info: () => {}, error: () => {}, warn } })).toEqual(served);
  await shadows.settled();
  expect([events.length, warn.mock.calls.length]).toEqual([0, 1]);
  await close();
});

test('a call that asks several things has an event for each, and one that is repeated the same', async () => {
  const { predict, events, shadows, close } = shadowed();
  for (const income of [1000, 2000, 1000]) await predict({ input: { features: { income } } });
  await shadows.settled();
  const ids = events.map(({ id }) => id);
  expect([ids[0] === ids[2], new Set(ids).size]).toEqual([true, 2]);
  await close();
});

test.each(['the plugin is removed', 'the call is cancelled'])(
  'where %s, no failure of a model is recorded',
  async (what) => {
    const [removed, cancelled] = [new AbortController(), new AbortController()];
    const { predict, events, shadows, logger, close } = shadowed({ signal: removed.signal });
    const silent = what === 'the plugin is removed' ? challenger : champion;
    const arrived = new Promise<void>((resolve) => silent.answerWith(() => resolve()));
    const answer = predict({ signal: cancelled.signal, logger });
    await arrived;
    if (silent === challenger) removed.abort(new Error('removed'));
    else cancelled.abort(new Error('cancelled'));
    await answer;
    await shadows.settled();
    expect([events, logger.error.mock.calls]).toEqual([[], []]);
    await close();
  },
);

test('a share of the calls has a shadow, and a call that is repeated the same', async () => {
  const { predict, events, shadows, close } = shadowed();
  const ids = Array.from({ length: 30 }, (_, number) => `call-${number}`);
  for (const id of [...ids, ...ids]) await predict({ id }, 0.5);
  await shadows.settled();
  const counted = new Map<string, number>();
  for (const { id } of events) counted.set(id, (counted.get(id) ?? 0) + 1);
  expect(counted.size).toBeGreaterThan(5);
  expect(counted.size).toBeLessThan(25);
  expect(new Set(counted.values())).toEqual(new Set([2]));
  await close();
});

test('more than 32 at once go without', async () => {
  const { predict, events, shadows, close } = shadowed({ timeoutMs: 300 });
  challenger.answerWith(() => {});
  await Promise.all(Array.from({ length: 40 }, (_, number) => predict({ id: `call-${number}` })));
  await shadows.settled();
  expect(events).toHaveLength(32);
  await close();
});

test('events that the graph does not take now are sent again', async () => {
  const { predict, events, shadows, logger, close } = shadowed({ refusals: 1 });
  await predict();
  await shadows.settled();
  expect(events).toHaveLength(1);
  expect(logger.warn).toHaveBeenCalledTimes(1);
  await close();
});
