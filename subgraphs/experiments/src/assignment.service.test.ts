import { until } from '@trialogue/store/testing';
import { assign, create, experiment, look, pause, start, stop } from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

const started = async (key: string, more: object = {}) => {
  await on.done(create, { input: experiment(key, more) });
  return on.done(start, { key });
};
const exposures = async (key: string) =>
  (await on.sql('select * from exp.exposures where experiment = $1 order by unit', [key])).rows;
const codeOf = async (document: string, variables: object) => (await on.ask(document, variables)).errors[0]?.code;

test('looking says what a unit would get and why, and records nothing', async () => {
  const { variants, release } = await started('looked', {
    salt: 's',
    variants: experiment('').variants.map((one) => ({ ...one, name: `The ${one.key}` })),
  });
  const answer = await on.done(look, { experiment: 'looked', unit: 'anna', attributes: { country: 'nl' } });
  const variant = variants.find(({ key }: any) => key === answer.variant.key);
  expect(answer).toEqual({
    ...{ unit: 'anna', inExperiment: true, reason: 'ASSIGNED', propensity: 0.5, stale: false },
    ...{ allocation: 1, release: release.hash },
    bucket: expect.any(Number),
    variant: {
      experimentKey: 'looked',
      key: variant.key,
      name: variant.name,
      arm: variant.arm,
      config: variant.config,
      value: null,
      weight: 1,
    },
    trace: [
      { step: 'status', outcome: 'running', bucket: null },
      { step: 'traffic', outcome: expect.any(String), bucket: expect.any(Number) },
      { step: 'variant', outcome: expect.any(String), bucket: answer.bucket },
    ],
  });
  expect(await on.done(look, { experiment: 'looked', unit: 'anna' })).toEqual(answer);
  expect(await on.done('{ assignment(experiment: "looked", unit: "anna") { experiment { name status } } }')).toEqual({
    experiment: { name: 'looked', status: 'RUNNING' },
  });
  expect(await exposures('looked')).toEqual([]);
});

test('assigning records the exposure, once, with its release and arm', async () => {
  const { release } = await started('exposed');
  const answers = await Promise.all([...Array(10)].map(() => on.done(assign, { experiment: 'exposed', unit: 'ben' })));
  expect(new Set(answers.map(({ variant }) => variant.key))).toHaveProperty('size', 1);
  const [{ variant, bucket }] = answers;
  expect(await exposures('exposed')).toEqual([
    {
      ...{ unit: 'ben', experiment: 'exposed', allocation: 1, variant: variant.key, stand_in: false },
      ...{ release: release.hash, arm: variant.arm, bucket, propensity: 0.5, reason: 'ASSIGNED' },
      first_at: new Date('2026-11-23T10:00:00Z'),
    },
  ]);
  const { rows } = await on.sql("select type, arm, release from exp.events where unit = 'ben'");
  expect(rows).toEqual([{ type: 'exposure', arm: variant.arm, release: release.hash }]);
});

test('composed and decomposed, a text is one unit: exposed once, named once, kept as one', async () => {
  const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
  await started('forms', { sticky: {}, overrides: [{ variant: 'b', units: ['Ame\u0301lie'] }] });
  const answers = [];
  for (const unit of [decomposed, composed]) answers.push(await on.done(assign, { experiment: 'forms', unit }));
  expect(answers[0]).toMatchObject({ unit: composed, reason: 'ASSIGNED' });
  expect(answers[1]).toMatchObject({ unit: composed, reason: 'STICKY', variant: { key: answers[0].variant.key } });
  expect(await exposures('forms')).toMatchObject([{ unit: composed }]);
  expect((await on.sql("select unit from exp.events where data->>'experiment' = 'forms'")).rows).toEqual([
    { unit: composed },
  ]);
  expect(await on.done(assign, { experiment: 'forms', unit: 'Am\u00e9lie' })).toMatchObject({ reason: 'OVERRIDE' });
});

test('who does not take part is not exposed', async () => {
  await started('narrow', { traffic: 0 });
  expect(await on.done(assign, { experiment: 'narrow', unit: 'u' })).toMatchObject({
    variant: null,
    inExperiment: false,
    reason: 'OUTSIDE_TRAFFIC',
  });
  await started('halted');
  await on.done(pause, { key: 'halted' });
  expect(await on.done(assign, { experiment: 'halted', unit: 'u' })).toMatchObject({
    variant: null,
    reason: 'NOT_RUNNING',
  });
  await on.done(stop, { key: 'halted', winner: 'b' });
  expect(await on.done(assign, { experiment: 'halted', unit: 'u' })).toMatchObject({
    variant: { key: 'b' },
    inExperiment: false,
    reason: 'WINNER',
  });
  expect([await exposures('narrow'), await exposures('halted')]).toEqual([[], []]);
});

test.each([
  [{ experiment: 'nobody', unit: 'u' }, 'EXPERIMENT_NOT_FOUND'],
  [{ experiment: 'a\u0000', unit: 'u' }, 'EXPERIMENT_NOT_FOUND'],
  [{ experiment: 'only-a-draft', unit: 'u' }, 'EXPERIMENT_NOT_RUNNING'],
  [{ experiment: 'exposed', unit: '' }, 'BAD_USER_INPUT'],
  [{ experiment: 'exposed', unit: 'a\u0000' }, 'BAD_USER_INPUT'],
  [{ experiment: 'exposed', unit: '\ud800' }, 'BAD_USER_INPUT'],
  [{ experiment: 'exposed', unit: 'x'.repeat(257) }, 'BAD_USER_INPUT'],
  [{ experiment: 'exposed', unit: 'u', attributes: { a: 'x'.repeat(65_536) } }, 'BAD_USER_INPUT'],
  [
    { experiment: 'exposed', unit: 'u', attributes: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) },
    'BAD_USER_INPUT',
  ],
])('what cannot be assigned is an error: %#', async (variables, code) => {
  await on.ask(create, { input: experiment('only-a-draft') });
  expect([await codeOf(look, variables), await codeOf(assign, variables)]).toEqual([code, code]);
});

test('with Postgres away, looking goes on and says so; assigning never leaves an exposure unrecorded', async () => {
  await started('lonely');
  const before = await on.done(look, { experiment: 'lonely', unit: 'carla' });
  await on.way.cut();
  try {
    expect(await codeOf(assign, { experiment: 'lonely', unit: 'carla' })).toBe('STORE_UNAVAILABLE');
    expect(await codeOf(look, { experiment: 'unheard-of', unit: 'carla' })).toBe('STORE_UNAVAILABLE');
    expect(await codeOf(start, { key: 'lonely' })).toBe('STORE_UNAVAILABLE');
    const nameless = look.replace('key name', 'key');
    await until(async () => (await on.done(nameless, { experiment: 'lonely', unit: 'carla' })).stale);
    const { variant, ...rest } = await on.done(nameless, { experiment: 'lonely', unit: 'carla' });
    expect({ ...rest, variant: { ...variant, name: null } }).toEqual({ ...before, stale: true });
  } finally {
    await on.way.mend();
  }
  expect(await exposures('lonely')).toEqual([]);
  await on.done(assign, { experiment: 'lonely', unit: 'carla' });
  expect(await exposures('lonely')).toHaveLength(1);
});
