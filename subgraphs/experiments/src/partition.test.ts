import type { ExperimentSnapshot } from '@trialogue/assignment';
import { Store } from '@trialogue/store';
import { silent } from '@trialogue/store/testing';
import { asker, statementsOn } from '@trialogue/subgraph/testing';
import { openExperiments } from './main';
import { apply, create, experiment, pause, read, start, stop } from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
  const layers = ['pages', 'prices'].map((key) => ({ key, salt: `salt of ${key}` }));
  await on.done(applyLayers, { layers: [...layers, { key: 'namespace', salt: 'ns', bucketer: 'GROWTHBOOK' }] });
  await on.done(applyHoldouts, { holdouts: [{ key: 'untouched', salt: 'held', share: 0.25 }] });
});
afterAll(() => on.close());

const applyLayers = `mutation ($layers: [LayerInput!]!) { applyLayers(layers: $layers) { subject outcome problems { path message } } }`;
const applyHoldouts = `mutation ($holdouts: [HoldoutInput!]!) { applyHoldouts(holdouts: $holdouts) { subject outcome problems { path message } } }`;
const createLayer = `mutation ($input: LayerInput!) { createLayer(input: $input) { key salt description bucketer } }`;
const createHoldout = `mutation ($input: HoldoutInput!) { createHoldout(input: $input) { key salt share } }`;
const layer = `query ($key: ID!) { layer(key: $key) { key salt bucketer ranges { from to experiment { key } layer { key } } free { from to experiment { key } } } }`;
const codeOf = async (document: string, variables: object) => (await on.ask(document, variables)).errors[0]?.code;
const claim = (name: string, from: number, to: number) => ({ layers: [{ layer: name, from, to }] });
const started = async (key: string, more: object) => {
  await on.done(create, { input: experiment(key, more) });
  return (await on.ask(start, { key })).errors[0]?.problems?.map(({ path, message }) => [path.join('.'), message]);
};

test('layers and holdouts are created, once, and never move a unit', async () => {
  expect(await on.done(createLayer, { input: { key: 'made', description: 'By hand' } })).toEqual({
    ...{ key: 'made', description: 'By hand', salt: expect.stringMatching(/^id-\d+$/), bucketer: 'NATIVE' },
  });
  expect(await on.done(createHoldout, { input: { key: 'made', share: 0.1, salt: 's' } })).toEqual({
    ...{ key: 'made', salt: 's', share: 0.1 },
  });
  expect(await codeOf(createLayer, { input: { key: 'made' } })).toBe('PARTITION_EXISTS');
  expect(await codeOf(createHoldout, { input: { key: 'made', share: 0.1 } })).toBe('PARTITION_EXISTS');
  const { salt } = await on.done(layer, { key: 'made' });
  const layers = [{ key: 'made' }, { key: 'made', description: 'Told anew', salt }, { key: 'made', salt: 'another' }];
  expect(await on.done(applyLayers, { layers: [layers[0]] })).toMatchObject([{ outcome: 'UPDATED' }]);
  expect(await on.done(applyLayers, { layers: [layers[1]] })).toMatchObject([{ outcome: 'UPDATED' }]);
  expect(await on.done(applyLayers, { layers: [layers[2]] })).toMatchObject([
    { outcome: 'REFUSED', problems: [{ message: expect.stringMatching(/its salt cannot change/) }] },
  ]);
  expect(await on.done(applyLayers, { layers: [layers[1]] })).toMatchObject([{ outcome: 'UNCHANGED' }]);
  expect(await on.done(applyHoldouts, { holdouts: [{ key: 'made', share: 0.2 }] })).toMatchObject([
    { outcome: 'REFUSED', problems: [{ message: expect.stringMatching(/its share cannot change/) }] },
  ]);
  expect((await on.done(layer, { key: 'made' })).salt).toBe(salt);
});

test.each([
  [createLayer, { key: '1st' }, 'key'],
  [createLayer, { key: 'a', salt: '' }, 'salt'],
  [createLayer, { key: 'a', description: '\u0000' }, 'description'],
  [createHoldout, { key: 'a', share: 1.5 }, 'share'],
])('out of bounds is refused with its path: %#', async (document, input, path) => {
  const { errors } = await on.ask(document, { input });
  expect(errors).toMatchObject([{ code: 'CONFIG_INVALID', problems: [{ path: [path] }] }]);
});

test('an experiment is published with its layers and holdouts, and units are let in by them', async () => {
  const layers = [
    { layer: 'prices', from: 0, to: 0.5 },
    { layer: 'namespace', from: 0.2, to: 1 },
  ];
  expect(await started('priced', { layers, holdouts: ['untouched'] })).toBeUndefined();
  const { body } = on.store.releases.head<ExperimentSnapshot>('experiment', 'priced')!;
  expect([body.layers, body.holdouts]).toEqual([
    [
      { ...layers[0], salt: 'salt of prices' },
      { ...layers[1], salt: 'ns', bucketer: 'growthbook' },
    ],
    [{ key: 'untouched', salt: 'held', share: 0.25 }],
  ]);
  const fields = `query ($key: ID!) { experiment(key: $key) { layers { layer { key salt } from to } holdouts { key share } } }`;
  expect(await on.done(fields, { key: 'priced' })).toEqual({
    layers: [
      { layer: { key: 'prices', salt: 'salt of prices' }, from: 0, to: 0.5 },
      { layer: { key: 'namespace', salt: 'ns' }, from: 0.2, to: 1 },
    ],
    holdouts: [{ key: 'untouched', share: 0.25 }],
  });
});

test('a range that another may hold at the same time is refused at the start, with who holds what and what is free', async () => {
  expect(await started('left', claim('pages', 0, 0.4))).toBeUndefined();
  expect(await started('right', claim('pages', 0.7, 1))).toBeUndefined();
  await on.done(pause, { key: 'right' });
  expect(await started('wide', claim('pages', 0.3, 0.8))).toEqual([
    ['layers.0', '0.3–0.8 overlaps 0–0.4, which left holds (RUNNING); free: 0.4–0.7'],
    ['layers.0', '0.3–0.8 overlaps 0.7–1, which right holds (PAUSED); free: 0.4–0.7'],
  ]);
  expect(await on.done(layer, { key: 'pages' })).toEqual({
    ...{ key: 'pages', salt: 'salt of pages', bucketer: 'NATIVE' },
    ranges: [
      { from: 0, to: 0.4, experiment: { key: 'left' }, layer: { key: 'pages' } },
      { from: 0.7, to: 1, experiment: { key: 'right' }, layer: { key: 'pages' } },
    ],
    free: [{ from: 0.4, to: 0.7, experiment: null }],
  });
  await on.done(stop, { key: 'left' });
  await on.done(stop, { key: 'right' });
  expect(await on.done(start, { key: 'wide' })).toMatchObject({ status: 'RUNNING' });
  const [{ outcome, problems }] = await on.done(apply, {
    experiments: [experiment('filed', { status: 'RUNNING', ...claim('pages', 0.7, 0.9) })],
  });
  expect([outcome, problems]).toEqual([
    'REFUSED',
    [{ path: 'layers.0', message: '0.7–0.9 overlaps 0.3–0.8, which wide holds (RUNNING); free: 0–0.3, 0.8–1' }],
  ]);
});

test('a dry run of an experiment may assume the layers and holdouts that one of theirs would make', async () => {
  const told = '{ subject outcome problems { path message } releases { kind key schema body } }';
  const dry = (name: string, type: string) =>
    `mutation ($of: [${type}!]!, $assuming: [PlannedReleaseInput!]!) { ${name}(${name.slice(5).toLowerCase()}: $of, dryRun: true, assuming: $assuming) ${told} }`;
  const layers = await on.done(dry('applyLayers', 'LayerInput'), { of: [{ key: 'planned' }], assuming: [] });
  const of = [{ key: 'planned', share: 0.1 }];
  const holdouts = await on.done(dry('applyHoldouts', 'HoldoutInput'), { of, assuming: [] });
  expect([...layers, ...holdouts]).toMatchObject([{ outcome: 'CREATED' }, { outcome: 'CREATED' }]);
  const entry = experiment('planned', { status: 'RUNNING', ...claim('planned', 0, 1), holdouts: ['planned'] });
  const document = dry('applyExperiments', 'ApplyExperimentInput');
  const assuming = [...layers, ...holdouts].flatMap(({ releases }: any) => releases);
  expect(await on.done(document, { of: [entry], assuming })).toMatchObject([{ outcome: 'CREATED', problems: [] }]);
  expect(await on.done(document, { of: [entry], assuming: [] })).toMatchObject([{ outcome: 'REFUSED' }]);
  expect(await on.done(layer, { key: 'planned' })).toBeNull();
});

test('of two that start at once on one range, one does', async () => {
  await on.done(createLayer, { input: { key: 'contested' } });
  for (const key of ['one', 'two']) await on.done(create, { input: experiment(key, claim('contested', 0, 1)) });
  const codes = await Promise.all(['one', 'two'].map((key) => codeOf(start, { key })));
  expect(codes.sort()).toEqual(['CONFIG_INVALID', undefined]);
});

test('what is not there is named, with what may have been meant', async () => {
  const more = { ...claim('pagse', 0, 1), holdouts: ['untuched', 'nothing_like_it'] };
  expect(await started('misnamed', more)).toEqual([
    ['layers.0.layer', 'there is no layer "pagse"; did you mean "pages"?'],
    ['holdouts.0', 'there is no holdout "untuched"; did you mean "untouched"?'],
    ['holdouts.1', 'there is no holdout "nothing_like_it"'],
  ]);
});

test.each<[object, string]>([
  [claim('pages', 0.5, 0.5), 'layers.0.to'],
  [claim('pages', -0.1, 0.5), 'layers.0.from'],
  [claim('pages', 0, 1.1), 'layers.0.to'],
  [claim('a b', 0, 1), 'layers.0.layer'],
  [{ layers: [...claim('pages', 0, 0.1).layers, ...claim('pages', 0.2, 0.3).layers] }, 'layers.1.layer'],
  [{ holdouts: ['untouched', 'untouched'] }, 'holdouts.1'],
])('rules that mean nothing are refused with their path: %#', async (bad, path) => {
  const { errors } = await on.ask(create, { input: experiment('bad', bad) });
  expect(errors).toMatchObject([{ code: 'CONFIG_INVALID' }]);
  expect(errors[0]!.problems!.map((one) => one.path.join('.'))).toEqual([path]);
});

test('an update keeps the rules that it does not name, and empties those that it does', async () => {
  const update = `mutation ($input: UpdateExperimentInput!) { updateExperiment(key: "ruled", input: $input) { layers { from } holdouts { key } } }`;
  await on.done(create, { input: experiment('ruled', { ...claim('pages', 0, 1), holdouts: ['untouched'] }) });
  expect(await on.done(update, { input: { name: 'Anew' } })).toEqual({
    layers: [{ from: 0 }],
    holdouts: [{ key: 'untouched' }],
  });
  expect(await on.done(update, { input: { layers: [], holdouts: null } })).toEqual({ layers: [], holdouts: [] });
  expect(await on.done(read, { key: 'ruled' })).toMatchObject({ version: 3 });
});

test('a process that has not heard of a layer yet pauses and stops what another started in it', async () => {
  const { url } = on.way;
  const store = await Store.open({ url, logger: silent });
  const other = await openExperiments({ store, url, logger: silent, ids: () => 'id', clock: () => new Date() });
  try {
    const unheard = jest.spyOn(store.releases, 'refresh').mockResolvedValue();
    await on.done(createLayer, { input: { key: 'unheard' } });
    expect(await started('in-unheard', claim('unheard', 0, 1))).toBeUndefined();
    expect(store.releases.head('layer', 'unheard')).toBeUndefined();
    unheard.mockRestore();
    const { done } = asker(other, ['edit']);
    expect(await done(pause, { key: 'in-unheard' })).toMatchObject({ status: 'PAUSED' });
    expect(await done(stop, { key: 'in-unheard' })).toMatchObject({ status: 'STOPPED' });
  } finally {
    await other.close();
    await store.close();
  }
});

test('many layers with all they hold cost one statement per kind of thing', async () => {
  const document = '{ layers(first: 50) { edges { node { key ranges { experiment { name } } free { from } } } } }';
  const ask = () => on.done(document);
  for (const table of ['layers', 'experiments']) expect(await statementsOn(table, ask)).toHaveLength(1);
  const keys = (await ask()).edges.map(({ node }: any) => node.key);
  expect(keys).toEqual([...keys].sort());
  const page = '{ holdouts(first: 1) { edges { node { key } } pageInfo { hasNextPage endCursor } } }';
  expect((await on.done(page)).pageInfo.hasNextPage).toBe(true);
});

test('each act needs its scope', async () => {
  const cases: [string, object, string][] = [
    [layer, { key: 'pages' }, 'read'],
    ['{ layers { pageInfo { hasNextPage } } }', {}, 'read'],
    ['{ holdout(key: "untouched") { share } }', {}, 'read'],
    ['{ holdouts { pageInfo { hasNextPage } } }', {}, 'read'],
    [createLayer, { input: { key: 'scoped' } }, 'edit'],
    [createHoldout, { input: { key: 'scoped', share: 0.1 } }, 'edit'],
    [applyLayers, { layers: [] }, 'edit'],
    [applyHoldouts, { holdouts: [] }, 'edit'],
  ];
  for (const [document, variables, scope] of cases) {
    const others = (['read', 'assign', 'converse', 'track', 'edit'] as const).filter((one) => one !== scope);
    expect((await on.ask(document, variables, others)).errors.map(({ code }) => code)).toEqual(['FORBIDDEN']);
    expect((await on.ask(document, variables, [scope as 'read'])).errors).toEqual([]);
  }
});
