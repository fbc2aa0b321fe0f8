import type { ExperimentSnapshot } from '@trialogue/assignment';
import {
  apply,
  assign,
  create,
  experiment,
  flag,
  look,
  pause,
  read,
  running,
  start,
  update,
} from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

const unplanned = { primaryMetric: null, sampleSize: null };
/** Path → message of what keeps an experiment from being started. */
async function problemsOf(input: { readonly key: string }): Promise<[string, string][]> {
  await on.done(create, { input });
  const { errors } = await on.ask(start, { key: input.key });
  expect(await on.done(read, { key: input.key })).toMatchObject(
    errors.length > 0 ? { status: 'DRAFT', version: 1 } : { status: 'RUNNING' },
  );
  return (errors[0]?.problems ?? []).map(({ path, message }) => [path.join('.'), message]);
}

describe('an experiment starts only when', () => {
  test('it says what it is decided by, and on how many units', async () => {
    expect(await problemsOf(experiment('unplanned', unplanned))).toEqual([
      ['primaryMetric', expect.stringContaining('is missing')],
      ['sampleSize', expect.stringContaining('is missing')],
    ]);
    const input = { primaryMetric: 'contentment', sampleSize: 5_000, guardrails: ['cost', 'latency'] };
    await on.done(update, { key: 'unplanned', input });
    expect(await on.done(start, { key: 'unplanned' })).toMatchObject({
      ...{ status: 'RUNNING', primaryMetric: { key: 'contentment' }, sampleSize: 5_000 },
      guardrails: [{ key: 'cost' }, { key: 'latency' }],
    });
  });

  test('a file that would start it says so too', async () => {
    const [{ outcome, problems }] = await on.done(apply, {
      experiments: [experiment('filed', { ...unplanned, status: 'RUNNING' })],
    });
    expect(outcome).toBe('REFUSED');
    expect(problems.map(({ path }: any) => path)).toEqual(['primaryMetric', 'sampleSize']);
    expect(await on.done(read, { key: 'filed' })).toBeNull();
  });

  test('a variant with a value beside its config makes it no flag', async () => {
    const variants = [
      { key: 'a', value: 1 },
      { key: 'b', value: 2, config: running('meal@2') },
    ];
    expect(await problemsOf(flag('mixed', { variants }))).toHaveLength(2);
  });

  test('a config from before there were plans asks for none, until it is rewritten', async () => {
    const variants = [
      { key: 'a', config: { policy_version_id: 'v1' } },
      { key: 'b', config: { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: 'v2' } } },
    ];
    expect(await problemsOf(experiment('from-before', { ...unplanned, variants }))).toEqual([]);
    const rewritten = [{ ...variants[1], key: 'a' }, variants[1]];
    expect(await problemsOf(experiment('rewritten', { ...unplanned, variants: rewritten }))).toHaveLength(2);
  });

  test('its metrics are defined, once any is', async () => {
    await on.store.transaction((sql) =>
      on.store.releases.publish(sql, { kind: 'metric', key: 'contentment', schema: 1, body: { key: 'contentment' } }),
    );
    await on.store.releases.refresh();
    const metrics = { primaryMetric: 'contentmint', guardrails: ['contentment', 'cost'] };
    expect(await problemsOf(experiment('misnamed', metrics))).toEqual([
      ['primaryMetric', 'there is no metric "contentmint"; did you mean "contentment"?'],
      ['guardrails.1', 'there is no metric "cost"'],
    ]);
    expect(await problemsOf(experiment('well-named'))).toEqual([]);
  });
});

test.each<[object, string]>([
  [{ primaryMetric: 'a b' }, 'primaryMetric'],
  [{ guardrails: ['cost', 'cost'] }, 'guardrails'],
  [{ guardrails: ['cost', '1'] }, 'guardrails.1'],
  [{ guardrails: Array.from({ length: 21 }, (_, index) => `m${index}`) }, 'guardrails'],
  [{ sampleSize: 0 }, 'sampleSize'],
])('out of bounds is refused with its path: %#', async (bad, path) => {
  const { errors } = await on.ask(create, { input: experiment('bounds', bad) });
  expect(errors.map(({ code, problems }) => [code, problems?.map((one) => one.path.join('.'))])).toEqual([
    ['CONFIG_INVALID', [path]],
  ]);
});

test('what runs already goes on without what today’s start asks for', async () => {
  await on.done(create, { input: experiment('older') });
  await on.done(start, { key: 'older' });
  await on.sql(`update exp.experiments set primary_metric = null, sample_size = null where key = 'older'`);
  const entry = experiment('older', { ...unplanned, status: 'RUNNING' });
  expect(await on.done(apply, { experiments: [entry] })).toMatchObject([{ outcome: 'UNCHANGED', problems: [] }]);
  expect(await on.done(assign, { experiment: 'older', unit: 'u' })).toMatchObject({ reason: 'ASSIGNED' });
  await on.done(pause, { key: 'older' });
  expect(await on.done(start, { key: 'older' })).toMatchObject({ status: 'RUNNING', sampleSize: null });
  const { release } = await on.done(read, { key: 'older' });
  const planned = await on.done(update, { key: 'older', input: { primaryMetric: 'contentment', sampleSize: 100 } });
  expect(planned).toMatchObject({ primaryMetric: { key: 'contentment' }, sampleSize: 100, release });
});

describe('a value', () => {
  test('is all that a flag’s variants are: nothing is executed, and nothing has to be planned', async () => {
    await on.done(create, { input: flag('banner') });
    const answer = await on.done(start, { key: 'banner' });
    expect(answer.variants).toEqual([
      expect.objectContaining({ key: 'off', value: false, executionStrategy: 'none', config: {} }),
      expect.objectContaining({ key: 'on', value: true, executionStrategy: 'none', config: {} }),
    ]);
    expect(new Set(answer.variants.map(({ arm }: any) => arm))).toHaveProperty('size', 2);
    const { variants } = on.store.releases.head<ExperimentSnapshot>('experiment', 'banner')!.body;
    expect(variants[1]).toEqual({
      ...{ key: 'on', weight: 1, isControl: false, value: true, executionStrategy: 'none', config: {}, pins: {} },
      arm: answer.variants[1].arm,
    });
    const { variant } = await on.done(look, { experiment: 'banner', unit: 'u' });
    expect(variant.value).toBe(variant.key === 'on');
  });

  test('may stand beside a config, and then is part of the arm', async () => {
    const variants = [
      { key: 'a', config: running('meal@2') },
      { key: 'b', config: running('meal@2'), value: { colour: 'green', sizes: [1, 2.5, null] } },
      { key: 'c', config: running('meal@2'), value: 'text' },
    ];
    await on.done(create, { input: experiment('valued', { variants }) });
    const answer = await on.done(start, { key: 'valued' });
    expect(answer.variants.map(({ value }: any) => value)).toEqual([null, variants[1]!.value, 'text']);
    expect(new Set(answer.variants.map(({ arm }: any) => arm))).toHaveProperty('size', 3);
  });

  test('of what has started stays', async () => {
    await on.done(create, { input: flag('kept') });
    await on.done(start, { key: 'kept' });
    const variants = [{ key: 'off', value: 0 }, flag('').variants[1]];
    const { errors } = await on.ask(update, { key: 'kept', input: { variants } });
    expect(errors).toMatchObject([{ code: 'EXPERIMENT_STATE' }]);
    expect(errors[0]!.problems![0]!.path).toEqual(['variants', 0, 'value']);
  });

  test.each<[object, string]>([
    [{ key: 'a' }, 'variants.0'],
    [{ key: 'a', value: null }, 'variants.0'],
    [{ key: 'a', value: 'x'.repeat(17_000) }, 'variants.0.value'],
    [{ key: 'a', value: ['a\u0000'] }, 'variants.0.value'],
    [{ key: 'a', value: { count: 2 ** 53 } }, 'variants.0.value'],
  ])('that cannot be kept is refused: %#', async (variant, path) => {
    const { errors } = await on.ask(create, { input: flag('bad', { variants: [variant] }) });
    expect(errors.map(({ problems }) => problems?.map((one) => one.path.join('.')))).toEqual([[path]]);
  });
});

test('a budget in US dollars needs the price of every model that may answer', async () => {
  const asked: string[] = [];
  const priced = await startExperiments({
    isPriced: ({ provider, name }) => {
      asked.push(`${provider}/${name}`);
      return name !== 'dear';
    },
  });
  try {
    const config = (more: object) => running('meal@2', { budget: { usd: 0.5 }, ...more });
    const fallback = { provider: 'openai', name: 'dear' };
    const variants = [
      { key: 'a', config: config({}) },
      { key: 'b', config: config({ fallback_model: fallback }) },
      { key: 'c', config: config({ fallback_model: fallback, budget: { tokens: 500 } }) },
    ];
    await priced.done(create, { input: experiment('costly', { variants }) });
    const { errors } = await priced.ask(start, { key: 'costly' });
    expect(errors.map(({ code, problems }) => [code, problems])).toEqual([
      [
        'CONFIG_INVALID',
        [
          {
            path: ['variants', 1, 'config', 'budget', 'usd'],
            message: expect.stringMatching(/there is no price for dear; .*TRIALOGUE_PRICES of this service/),
          },
        ],
      ],
    ]);
    expect(new Set(asked).size).toBe(2);
    await priced.done(update, { key: 'costly', input: { variants: variants.filter(({ key }) => key !== 'b') } });
    expect(await priced.done(start, { key: 'costly' })).toMatchObject({ status: 'RUNNING' });
  } finally {
    await priced.close();
  }
});
