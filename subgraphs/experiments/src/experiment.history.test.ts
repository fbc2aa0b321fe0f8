import { statementsOn } from '@trialogue/subgraph/testing';
import {
  apply,
  archive,
  create,
  duplicate,
  experiment,
  pause,
  read,
  running,
  start,
  stop,
  update,
} from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

const history = `query ($key: ID!, $first: Int = 20, $before: Int) {
  experiment(key: $key) { history(first: $first, before: $before) { version act by at before after } } }`;
const changesOf = async (key: string, more: object = {}): Promise<any[]> =>
  (await on.done(history, { key, ...more })).history;
const codeOf = async (document: string, variables: object) => (await on.ask(document, variables)).errors[0]?.code;

test('every change is told: who made it, when, and what was there before and after', async () => {
  await on.done(create, { input: experiment('told', { salt: 'salty', traffic: 0.5 }) });
  const variants = [
    { key: 'a', weight: 3, config: running('meal@production') },
    { key: 'b', config: running('meal@3') },
  ];
  await on.done(update, { key: 'told', input: { hypothesis: 'Warmth', variants } });
  await on.done(start, { key: 'told' });
  await on.done(pause, { key: 'told' });
  await on.done(start, { key: 'told' });
  await on.done(stop, { key: 'told', winner: 'b' });
  await on.done(archive, { key: 'told' });
  const changes = await changesOf('told');
  expect(changes.map(({ version, act }) => [version, act])).toEqual([
    [7, 'ARCHIVE'],
    [6, 'STOP'],
    [5, 'START'],
    [4, 'PAUSE'],
    [3, 'START'],
    [2, 'UPDATE'],
    [1, 'CREATE'],
  ]);
  for (const { by, at } of changes) expect([by, at]).toEqual(['someone', new Date('2026-11-23T10:00:00Z')]);
  expect(changes.map(({ before, after }) => [before, after]).slice(0, 6)).toEqual([
    [{ status: 'STOPPED' }, { status: 'ARCHIVED' }],
    [{ status: 'RUNNING' }, { status: 'STOPPED', winner: 'b' }],
    [{ status: 'PAUSED' }, { status: 'RUNNING' }],
    [{ status: 'RUNNING' }, { status: 'PAUSED' }],
    [{ status: 'DRAFT' }, { status: 'RUNNING' }],
    [
      { 'variants.a.weight': 1, 'variants.b.config': running('meal@2') },
      { hypothesis: 'Warmth', 'variants.a.weight': 3, 'variants.b.config': running('meal@3') },
    ],
  ]);
  expect(changes[6]).toMatchObject({
    before: {},
    after: {
      name: 'told',
      status: 'DRAFT',
      salt: 'salty',
      traffic: 0.5,
      variants: ['a', 'b'],
      'variants.a.isControl': true,
    },
  });
});

test('files leave their changes too, and those that change nothing leave none', async () => {
  const entry = experiment('filed', { status: 'RUNNING' });
  for (const one of [entry, entry, { ...entry, name: 'Anew' }]) await on.done(apply, { experiments: [one] });
  expect((await changesOf('filed')).map(({ act }) => act)).toEqual(['UPDATE', 'START', 'CREATE']);
});

test('what is refused leaves no change', async () => {
  await on.done(create, { input: experiment('refused', { variants: [{ key: 'a', config: running('meal@9') }] }) });
  expect(await codeOf(start, { key: 'refused' })).toBe('CONFIG_INVALID');
  expect(await codeOf(pause, { key: 'refused' })).toBe('EXPERIMENT_STATE');
  expect(await changesOf('refused')).toHaveLength(1);
});

test('a long history comes in pages, and those of many experiments in one statement', async () => {
  await on.done(create, { input: experiment('long') });
  for (const name of ['One', 'Two', 'Three']) await on.done(update, { key: 'long', input: { name } });
  const first = await changesOf('long', { first: 3 });
  expect(first.map(({ version }) => version)).toEqual([4, 3, 2]);
  expect((await changesOf('long', { first: 3, before: 2 })).map(({ version }) => version)).toEqual([1]);
  expect(await codeOf(history, { key: 'long', first: 0 })).toBe('BAD_USER_INPUT');
  expect(await codeOf(history, { key: 'long', first: 201 })).toBe('BAD_USER_INPUT');
  const all = () => on.done('{ experiments { edges { node { history(first: 1) { act } } } } }');
  expect(await statementsOn('experiment_changes', all)).toHaveLength(1);
});

test('an act that insists on a version is refused after a change', async () => {
  await on.done(create, { input: experiment('insisted') });
  await on.done(update, { key: 'insisted', input: { name: 'Anew' } });
  for (const [act, more] of [
    [start, {}],
    [pause, {}],
    [stop, {}],
    [archive, {}],
    [duplicate, { as: 'insisted-too' }],
  ] as const)
    expect(await codeOf(act, { key: 'insisted', version: 1, ...more })).toBe('RELEASE_CONFLICT');
  expect(await on.done(read, { key: 'insisted' })).toMatchObject({ status: 'DRAFT', version: 2 });
  expect(await on.done(start, { key: 'insisted', version: 2 })).toMatchObject({ status: 'RUNNING', version: 3 });
});

test('a duplicate is a draft that shares no salt, history or release', async () => {
  await on.done(create, { input: experiment('first', { salt: 'salty', hypothesis: 'Same', traffic: 0.5 }) });
  await on.done(start, { key: 'first' });
  const answer = await on.done(duplicate, { key: 'first', as: 'second' });
  expect(answer).toMatchObject({
    ...{ key: 'second', status: 'DRAFT', hypothesis: 'Same', traffic: 0.5, version: 1, release: null, startedAt: null },
    variants: [
      { key: 'a', config: running('meal@production'), arm: null },
      { key: 'b', config: running('meal@2'), arm: null },
    ],
  });
  const salts = (await on.sql("select salt from exp.experiments where key in ('first', 'second')")).rows;
  expect(new Set(salts.map(({ salt }: any) => salt))).toHaveProperty('size', 2);
  expect(await changesOf('second')).toHaveLength(1);
  expect(await codeOf(duplicate, { key: 'first', as: 'second' })).toBe('EXPERIMENT_EXISTS');
  expect(await codeOf(duplicate, { key: 'first', as: 'no name' })).toBe('CONFIG_INVALID');
  expect(await codeOf(duplicate, { key: 'nobody', as: 'third' })).toBe('EXPERIMENT_NOT_FOUND');
});
