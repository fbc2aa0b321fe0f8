import { apply, experiment, pause, plan, read, running } from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

const planned = (experiments: object[], assuming: object[] = []) => on.done(plan, { experiments, assuming });
const started = (key: string, more: object = {}) => experiment(key, { status: 'RUNNING', ...more });

test('a start is planned, and nothing has started', async () => {
  const [one] = await planned([started('planned', { name: 'Planned' })]);
  expect(one).toMatchObject({ outcome: 'CREATED', problems: [] });
  const paths = one.changes.map(({ path }: any) => path);
  expect(paths).toEqual(expect.arrayContaining(['name', 'status', 'traffic', 'variants.a', 'variants.b']));
  expect(paths).not.toContain('salt');
  expect(await on.done(read, { key: 'planned' })).toBeNull();
  expect(on.store.releases.head('experiment', 'planned')).toBeUndefined();
});

test('that no metric is defined is said where one looks, not where it is applied', async () => {
  const notes = async (entry: object, dryRun: boolean) => {
    const document = `mutation ($experiments: [ApplyExperimentInput!]!, $dryRun: Boolean!) {
      applyExperiments(experiments: $experiments, dryRun: $dryRun) { outcome note } }`;
    return (await on.done(document, { experiments: [entry], dryRun })).map(({ note }: any) => note);
  };
  const told = [expect.stringContaining('whether there is a metric "contentment"')];
  expect(await notes(started('measured'), true)).toEqual(told);
  expect(await notes(started('measured'), false)).toEqual([null]);
  expect(await notes(started('measured'), true)).toEqual(told);
  expect(await notes(experiment('unmeasured', { primaryMetric: null }), true)).toEqual([null]);
});

test('whoever is refused a change of what runs is told every way on', async () => {
  await on.done(apply, { experiments: [started('running')] });
  const other = [{ key: 'a', config: running('meal@3') }, experiment('').variants[1]!];
  const adviceOn = async (more: object) => {
    const [{ outcome, problems }] = await planned([started('running', more)]);
    expect(outcome).toBe('REFUSED');
    return problems.at(-1).message;
  };
  const config = await adviceOn({ variants: other });
  for (const way of [
    'Put it back',
    'duplicateExperiment(key: "running"',
    'stopExperiment',
    'pauseExperiment',
    'new key',
  ])
    expect(config).toContain(way);
  const traffic = await adviceOn({ traffic: 0.5 });
  for (const way of ['newAllocation: true', 'allocation: 2', 'sticky', 'duplicateExperiment'])
    expect(traffic).toContain(way);
  const salt = await adviceOn({ salt: 'other' });
  for (const way of ['rerandomise: true', '--allow-rerandomise', 'duplicateExperiment']) expect(salt).toContain(way);
});

test('a draft’s changes are told field by field', async () => {
  await on.done(apply, { experiments: [experiment('fields')] });
  const variants = [
    { key: 'a', weight: 3, config: running('meal@production') },
    { key: 'b', config: running('meal@3', { params: { temperature: 1 } }) },
  ];
  const [{ outcome, changes }] = await planned([experiment('fields', { hypothesis: 'Why', variants })]);
  expect(outcome).toBe('UPDATED');
  expect(changes).toEqual([
    { path: 'hypothesis', before: null, after: 'Why' },
    { path: 'variants.a.weight', before: 1, after: 3 },
    { path: 'variants.b.config.prompt_config.prompt_version_id', before: 'meal@2', after: 'meal@3' },
    { path: 'variants.b.config.params', before: null, after: { temperature: 1 } },
  ]);
});

test('what an operator paused is drift', async () => {
  await on.done(apply, { experiments: [started('paused')] });
  await on.done(pause, { key: 'paused' });
  expect(await planned([started('paused')])).toMatchObject([
    { outcome: 'UNCHANGED', drift: [{ path: 'status', before: 'RUNNING', after: 'PAUSED' }] },
  ]);
  const { fileEntry } = await on.done('{ experiment(key: "paused") { fileEntry { drift { path } } } }');
  expect(fileEntry).toEqual({ drift: [{ path: 'status' }] });
});

const soup = {
  ...{ name: 'soup', number: 1, description: '', status: 'ACTIVE', syntax: 'JINJA', template: 'Cook.', variables: [] },
  ...{ modelProvider: 'anthropic', modelName: 'claude', params: {}, replies: [], checksum: 'c' },
};
const releases = [
  { kind: 'prompt_version', key: 'soup@1', schema: 1, body: soup },
  { kind: 'prompt', key: 'soup', schema: 1, body: { name: 'soup', description: '', labels: {}, versions: { 1: 'h' } } },
];
const withSoup = started('soups', {
  variants: [
    { key: 'a', config: running('soup@1') },
    { key: 'b', config: running('meal@1') },
  ],
});

test('a prompt that an earlier list would publish counts as published in a dry run, and only there', async () => {
  expect(await planned([withSoup])).toMatchObject([{ outcome: 'REFUSED' }]);
  expect(await planned([withSoup], releases)).toMatchObject([{ outcome: 'CREATED', problems: [] }]);
  expect(on.store.releases.head('prompt', 'soup')).toBeUndefined();
  expect((await on.sql("select 1 from exp.releases where key like 'soup%'")).rows).toEqual([]);
  expect(await planned([withSoup])).toMatchObject([{ outcome: 'REFUSED' }]);
});

test('only a dry run assumes, and only what can be', async () => {
  const real = `mutation ($experiments: [ApplyExperimentInput!]!, $assuming: [PlannedReleaseInput!]!) {
    applyExperiments(experiments: $experiments, assuming: $assuming) { outcome } }`;
  expect((await on.ask(real, { experiments: [withSoup], assuming: releases })).errors).toMatchObject([
    { code: 'BAD_USER_INPUT' },
  ]);
  const broken = [{ ...releases[0], body: { ...soup, template: 3 } }];
  expect((await on.ask(plan, { experiments: [withSoup], assuming: broken })).errors).toMatchObject([
    { code: 'CONFIG_INVALID', problems: [{ path: ['assuming', 0, 'body', 'template'] }] },
  ]);
});
