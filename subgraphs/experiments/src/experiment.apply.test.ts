import { apply, create, experiment, pause, read, running, start, stop } from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

const applied = (...experiments: object[]) => on.done(apply, { experiments });
const outcomes = async (...experiments: object[]) => (await applied(...experiments)).map(({ outcome }: any) => outcome);
const heads = async () => (await on.sql("select key, hash from exp.heads where kind = 'experiment' order by key")).rows;
const statusOf = async (key: string) => (await on.done(read, { key }))?.status;

test('a list is created and started, and applying it again changes nothing', async () => {
  const list = [experiment('first', { status: 'RUNNING', name: 'First' }), experiment('second')];
  expect(await applied(...list)).toEqual([
    { subject: 'first', outcome: 'CREATED', note: null, problems: [] },
    { subject: 'second', outcome: 'CREATED', note: null, problems: [] },
  ]);
  expect([await statusOf('first'), await statusOf('second')]).toEqual(['RUNNING', 'DRAFT']);
  const before = [await heads(), await on.done(read, { key: 'first' }), await on.done(read, { key: 'second' })];
  expect(await outcomes(...list)).toEqual(['UNCHANGED', 'UNCHANGED']);
  expect([await heads(), await on.done(read, { key: 'first' }), await on.done(read, { key: 'second' })]).toEqual(
    before,
  );
});

test('a draft follows its file, and starts when that says so', async () => {
  await applied(experiment('drafted'));
  const variants = [
    { key: 'x', weight: 3, config: running('meal@3') },
    { key: 'y', config: running('meal') },
  ];
  expect(await outcomes(experiment('drafted', { traffic: 0.25, variants }))).toEqual(['UPDATED']);
  expect(await on.done(read, { key: 'drafted' })).toMatchObject({
    traffic: 0.25,
    variants: [{ key: 'x', weight: 3 }, { key: 'y' }],
  });
  expect(await outcomes(experiment('drafted', { traffic: 0.25, variants, status: 'RUNNING' }))).toEqual(['UPDATED']);
  expect(await statusOf('drafted')).toBe('RUNNING');
});

test('one that runs takes over names, and the same config in other words', async () => {
  const legacy = (config: object, more: object = {}) =>
    experiment('worded', {
      status: 'RUNNING',
      ...more,
      variants: [
        { key: 'a', config: { policy_version_id: '1' } },
        { key: 'b', config },
      ],
    });
  await applied(legacy({ policy_version_id: '2' }));
  const before = await heads();
  const rewritten = { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: '2' } };
  expect(await outcomes(legacy(rewritten, { name: 'Anew', hypothesis: 'Words' }))).toEqual(['UPDATED']);
  expect(await on.done(read, { key: 'worded' })).toMatchObject({ name: 'Anew', hypothesis: 'Words' });
  expect(await heads()).toEqual(before);
});

test.each<[string, object, string, RegExp]>([
  ['traffic', { traffic: 0.5 }, 'traffic', /is RUNNING.*`allocation: 2`.*new key/],
  ['salt', { salt: 'new' }, 'salt', /is RUNNING.*`rerandomise: true`.*new key/],
  [
    'weights',
    {
      variants: [
        { key: 'a', weight: 2, config: running('meal@production') },
        { key: 'b', config: running('meal@2') },
      ],
    },
    'variants.0.weight',
    /is RUNNING.*`allocation: 2`.*new key/,
  ],
  [
    'a config',
    {
      variants: [
        { key: 'a', config: running('meal@production') },
        { key: 'b', config: running('meal@3') },
      ],
    },
    'variants.1.config',
    /is RUNNING.*new key/,
  ],
  [
    'variants',
    {
      variants: [
        { key: 'a', config: running('meal@production') },
        { key: 'c', config: running('meal@2') },
      ],
    },
    'variants',
    /is RUNNING.*new key/,
  ],
])(
  'one that runs refuses a file that changes what units get, and says what to do: %s',
  async (name, change, path, advice) => {
    const key = `fixed-${name.length}-${name.at(-1)}`;
    await applied(experiment(key, { status: 'RUNNING' }));
    const before = await on.done(read, { key });
    const [{ outcome, problems }] = await applied(experiment(key, { status: 'RUNNING', ...change }));
    expect(outcome).toBe('REFUSED');
    expect(problems).toEqual([
      { path, message: expect.stringMatching(/ in the experiment and .* here$/) },
      { path: '', message: expect.stringMatching(advice) },
    ]);
    expect(await on.done(read, { key })).toEqual(before);
  },
);

test('what an operator paused or stopped stays so, and what runs is not stopped by a file', async () => {
  for (const key of ['paused', 'stopped', 'running']) await applied(experiment(key, { status: 'RUNNING' }));
  await on.done(pause, { key: 'paused' });
  await on.done(stop, { key: 'stopped', winner: 'a' });
  const list = [
    experiment('paused', { status: 'RUNNING' }),
    experiment('stopped', { status: 'RUNNING' }),
    experiment('running', { status: 'DRAFT' }),
  ];
  expect(await applied(...list)).toEqual([
    {
      subject: 'paused',
      outcome: 'UNCHANGED',
      note: expect.stringMatching(/paused and stays so.*startExperiment/),
      problems: [],
    },
    { subject: 'stopped', outcome: 'UNCHANGED', note: expect.stringMatching(/stopped and stays so/), problems: [] },
    { subject: 'running', outcome: 'UNCHANGED', note: expect.stringMatching(/no file stops it/), problems: [] },
  ]);
  expect([await statusOf('paused'), await statusOf('stopped'), await statusOf('running')]).toEqual([
    'PAUSED',
    'STOPPED',
    'RUNNING',
  ]);
});

test('broken entries are refused with their places, nothing of them stays, and the rest is committed', async () => {
  const wrong = [
    { key: 'a', config: running('meal') },
    { key: 'b', config: running('meal@9') },
  ];
  const list = [
    experiment('before', { status: 'RUNNING' }),
    experiment('lost', { status: 'RUNNING', variants: wrong }),
    experiment('no key', {}),
    experiment('waiting', { variants: wrong }),
    experiment('after'),
  ];
  const path = 'variants.1.config.prompt_config.prompt_version_id';
  expect(
    (await applied(...list)).map(({ outcome, problems }: any) => [outcome, ...problems.map((one: any) => one.path)]),
  ).toEqual([['CREATED'], ['REFUSED', path], ['REFUSED', 'key'], ['CREATED', path], ['CREATED']]);
  expect([await statusOf('before'), await statusOf('lost'), await statusOf('waiting')]).toEqual([
    'RUNNING',
    undefined,
    'DRAFT',
  ]);
});

test('a draft that cannot be started keeps what it was', async () => {
  await on.done(create, { input: experiment('kept') });
  const variants = [
    { key: 'a', config: running('meal@9') },
    { key: 'b', config: running('meal') },
  ];
  expect(await outcomes(experiment('kept', { status: 'RUNNING', variants }))).toEqual(['REFUSED']);
  expect(await on.done(read, { key: 'kept' })).toMatchObject({
    status: 'DRAFT',
    variants: [{ config: running('meal@production') }, {}],
  });
  expect(await on.done(start, { key: 'kept' })).toMatchObject({ status: 'RUNNING' });
});

test('a failure that is nobody’s entry leaves the older state, whole', async () => {
  await on.sql(`create function exp.fail() returns trigger language plpgsql as $$ begin raise 'out of order'; end $$`);
  await on.sql(
    `create trigger fail before insert on exp.heads for each row when (new.key = 'three') execute function exp.fail()`,
  );
  const list = ['one', 'two', 'three', 'four'].map((key) => experiment(key, { status: 'RUNNING' }));
  const before = await heads();
  expect((await on.ask(apply, { experiments: list })).errors).toMatchObject([{ message: 'out of order' }]);
  expect(await heads()).toEqual(before);
  expect(await statusOf('one')).toBeUndefined();
  await on.sql('drop trigger fail on exp.heads');
  expect(await outcomes(...list)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED']);
});

test('lists in opposite orders at once do not wait for each other in a circle', async () => {
  const list = Array.from({ length: 8 }, (_, index) => experiment(`circle-${index}`, { status: 'RUNNING' }));
  const rounds = await Promise.all(
    [...Array(6)].map((_, index) => outcomes(...(index % 2 ? list : [...list].reverse()))),
  );
  expect(rounds.flat().filter((outcome) => outcome === 'CREATED')).toHaveLength(8);
  expect(rounds.flat().filter((outcome) => outcome === 'UNCHANGED')).toHaveLength(40);
});
