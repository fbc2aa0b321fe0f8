import type { ExperimentSnapshot } from '@trialogue/assignment';
import { apply, assign, create, flag, pause, plan, start, update } from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
let now = new Date('2026-11-23T10:00:00Z');
beforeAll(async () => {
  on = await startExperiments({ clock: () => now });
  const options = { type: 'object', properties: { draws: { type: 'integer' } }, additionalProperties: false };
  const body = { name: 'thompson', version: '1', plugin: 'bandit', options };
  await on.store.transaction((sql) =>
    on.store.releases.publish(sql, { kind: 'allocator', key: 'thompson', schema: 1, body }),
  );
  await on.store.releases.refresh();
});
afterAll(() => on.close());

const allocator = { name: 'thompson', outcome: { event: 'bought' } };
const allocated = (key: string, more: object = {}) => flag(key, { sticky: {}, allocator, ...more });
const allocate = `mutation ($input: AllocateInput!) { allocate(input: $input) { key allocation version release { hash } variants { key weight } } }`;
const told = `query ($key: ID!) { experiment(key: $key) { version status allocation release { hash } variants { key weight }
  allocator { name options outcome { event value } every minUnits floor lastRunAt lastProblem failures retryAt }
  history(first: 1) { act by before after } } }`;
const look = async (key: string) => (await on.done(told, { key })) as any;
const problemsOf = async (document: string, variables: object) =>
  (await on.ask(document, variables)).errors[0]?.problems?.map(({ path, message }) => [path.join('.'), message]);
const codeOf = async (document: string, variables: object) => (await on.ask(document, variables)).errors[0]?.code;

async function started(key: string, more: object = {}) {
  await on.done(create, { input: allocated(key, more) });
  await on.done(start, { key });
  return look(key);
}
const weights = (off: number, more: number) => [
  { variant: 'off', weight: off },
  { variant: 'on', weight: more },
];
const input = (experiment: string, release: string, off = 0.25, more = 0.75) => ({
  input: { experiment, release, allocator: 'thompson', weights: weights(off, more), because: { arms: [1, 2] } },
});

test('an allocator is kept with its defaults, told and published; whoever assigns is not told of it', async () => {
  const outcome = { event: 'paid', value: 'order.total' };
  const { allocator: shown } = await started('kept', {
    sticky: { blockedBefore: 3 },
    allocator: { name: 'thompson', options: { draws: 10 }, outcome },
  });
  expect(shown).toEqual({
    ...{ name: 'thompson', options: { draws: 10 }, outcome, every: 'PT5M', minUnits: 100, floor: 0.01 },
    ...{ lastRunAt: null, lastProblem: null, failures: 0, retryAt: null },
  });
  const { body } = on.store.releases.head<ExperimentSnapshot>('experiment', 'kept')!;
  expect(body.allocator).toEqual({
    ...{ name: 'thompson', options: { draws: 10 }, outcome, everyMs: 300_000, minUnits: 100, floor: 0.01 },
    fromAllocation: 3,
  });
  const definitions = await on.done('{ definitions(experiments: ["kept"]) { experiments { key snapshot } } }');
  expect(JSON.stringify(definitions)).toContain('kept');
  expect(JSON.stringify(definitions)).not.toContain('thompson');
});

test.each([
  [{ sticky: null }, 'allocator', 'needs `sticky`: other weights would move units that were exposed'],
  [{ allocator: { ...allocator, floor: 0.6 } }, 'allocator.floor', 'is 0.6: 2 variants cannot have that much each'],
  [{ allocator: { ...allocator, every: 'PT9S' } }, 'allocator.every', expect.stringContaining('PT10S at least')],
  [{ allocator: { ...allocator, every: '5m' } }, 'allocator.every', expect.stringContaining('PT10S at least')],
  [{ allocator: { ...allocator, minUnits: 0 } }, 'allocator.minUnits', expect.any(String)],
  [{ allocator: { ...allocator, outcome: { event: '' } } }, 'allocator.outcome.event', expect.any(String)],
  [
    { allocator: { ...allocator, outcome: { event: 'paid', value: 'order..total' } } },
    'allocator.outcome.value',
    'is "order..total"; expected names with dots between them, as order.total',
  ],
])('what cannot be is refused when it is written: %j', async (more, path, message) => {
  expect(await problemsOf(create, { input: allocated('never', more) })).toEqual([[path, message]]);
});

test.each([
  ['thomson', {}, 'allocator.name', 'there is no allocator "thomson"; did you mean "thompson"?'],
  ['thompson', { draws: 'many' }, 'allocator.options.draws', expect.stringContaining('many')],
])('whether it is there and takes its options is asked at the start: %s %j', async (name, options, path, message) => {
  const key = `asked-${name}`;
  await on.done(create, { input: allocated(key, { allocator: { ...allocator, name, options } }) });
  expect(await problemsOf(start, { key })).toEqual([[path, message]]);
  const entry = allocated(key, { allocator: { ...allocator, name, options } });
  const { applyExperiments } = (await on.ask(plan, { experiments: [entry] })).data as any;
  expect(applyExperiments[0].problems).toEqual([{ path, message }]);
});

test('of what runs it is asked when it is changed', async () => {
  await started('changed');
  const named = (name: string) => ({ key: 'changed', input: { allocator: { ...allocator, name } } });
  expect(await problemsOf(update, named('other'))).toMatchObject([['allocator.name', expect.any(String)]]);
  await on.done(update, { key: 'changed', input: { allocator: null } });
  expect(await look('changed')).toMatchObject({ allocator: null, allocation: 1 });
});

describe('allocate', () => {
  test('other weights are a new allocation and a new release; the history says who and why', async () => {
    const before = await started('moved');
    await on.done(assign, { experiment: 'moved', unit: 'early' });
    const after = (await on.done(allocate, input('moved', before.release.hash))) as any;
    expect(after).toMatchObject({
      ...{ allocation: 2, version: before.version + 1 },
      variants: [
        { key: 'off', weight: 0.25 },
        { key: 'on', weight: 0.75 },
      ],
    });
    expect(after.release.hash).not.toBe(before.release.hash);
    expect((await look('moved')).history).toEqual([
      {
        ...{ act: 'ALLOCATE', by: 'someone' },
        before: { allocation: 1, 'variants.off.weight': 1, 'variants.on.weight': 1 },
        after: { allocation: 2, 'variants.off.weight': 0.25, 'variants.on.weight': 0.75, because: { arms: [1, 2] } },
      },
    ]);
    expect(await on.done(assign, { experiment: 'moved', unit: 'early' })).toMatchObject({
      ...{ reason: 'STICKY', allocation: 1, propensity: 0.5 },
    });
    const late = (await on.done(assign, { experiment: 'moved', unit: 'late' })) as any;
    expect(late).toMatchObject({ allocation: 2, propensity: late.variant.key === 'on' ? 0.75 : 0.25 });
    // What units met is known; the same weights again are no change, whenever they come.
    expect(await on.done(allocate, input('moved', after.release.hash))).toMatchObject({ version: after.version });
  });

  test('by what was read under another release, or a moment after another, nothing is done', async () => {
    const { release } = await started('raced');
    const [one, other] = await Promise.all([
      on.ask(allocate, input('raced', release.hash, 0.4, 0.6)),
      on.ask(allocate, input('raced', release.hash, 0.3, 0.7)),
    ]);
    expect([...one.errors, ...other.errors].map(({ code }) => code)).toEqual(['RELEASE_CONFLICT']);
    const { release: next } = await look('raced');
    expect((await on.ask(allocate, input('raced', next.hash, 0.5, 0.5))).errors).toMatchObject([
      { code: 'ALLOCATION_TOO_SOON' },
    ]);
    now = new Date(now.getTime() + 10_000);
    expect(await on.done(allocate, input('raced', next.hash, 0.5, 0.5))).toMatchObject({ allocation: 3 });
  });

  test('weights that cannot be are refused with each problem', async () => {
    const { release } = await started('wrong');
    const withWeights = (...list: object[]) => ({ input: { ...input('wrong', release.hash).input, weights: list } });
    const problems = (...list: object[]) => problemsOf(allocate, withWeights(...list));
    expect(await problems(...weights(0.5, 0.500001))).toEqual([['weights', expect.stringMatching(/^sum to 1\.0000/)]]);
    expect(await problems(...weights(0.005, 0.995))).toEqual([['weights.0.weight', 'is 0.005; expected 0.01 to 1']]);
    expect(await problems({ variant: 'of', weight: 0.5 }, { variant: 'on', weight: 0.5 })).toEqual([
      ['weights.0.variant', 'there is no variant "of"; did you mean "off"?'],
      ['weights', 'say nothing of off'],
    ]);
    expect(await problems(...weights(0.5, 0.25), { variant: 'on', weight: 0.25 })).toEqual([
      ['weights.2.variant', 'is there twice: on'],
    ]);
    expect(await look('wrong')).toMatchObject({ allocation: 1 });
  });

  test('it is for the allocator that the experiment names, and for what runs', async () => {
    const { release } = await started('others');
    const { input: given } = input('others', release.hash);
    expect(await problemsOf(allocate, { input: { ...given, allocator: 'fair' } })).toEqual([
      ['allocator', 'is thompson in the experiment and fair here'],
    ]);
    await on.done(pause, { key: 'others' });
    expect(await codeOf(allocate, { input: given })).toBe('EXPERIMENT_NOT_RUNNING');
    expect(await codeOf(allocate, input('nowhere', release.hash))).toBe('EXPERIMENT_NOT_FOUND');
  });
});

describe('a file', () => {
  const entry = (more: object = {}) => ({ ...allocated('filed', more), status: 'RUNNING' });
  const applied = async (document: string, more: object = {}) =>
    ((await on.ask(document, { experiments: [entry(more)] })).data as any).applyExperiments[0];

  test('says the first weights; those that were chosen since stay, and are no drift', async () => {
    expect(await applied(apply)).toMatchObject({ outcome: 'CREATED' });
    const { release } = await look('filed');
    await on.done(allocate, input('filed', release.hash));
    expect(await applied(plan)).toMatchObject({ outcome: 'UNCHANGED', changes: [], drift: [] });
    expect(await applied(apply, { hypothesis: 'Green sells.' })).toMatchObject({ outcome: 'UPDATED' });
    expect(await look('filed')).toMatchObject({ allocation: 2, variants: [{ weight: 0.25 }, { weight: 0.75 }] });
  });

  test('does not number the allocations', async () => {
    expect(await applied(apply, { allocation: 2 })).toMatchObject({
      outcome: 'REFUSED',
      problems: [{ path: 'allocation', message: 'is counted by the allocator thompson; leave it out' }],
    });
  });

  test('whose change needs a new allocation gets the next, which the allocator counts', async () => {
    const { allocation } = await look('filed');
    const changed = { sticky: { blockedBefore: allocation + 1 }, traffic: 0.5 };
    expect(await applied(plan, changed)).toMatchObject({ outcome: 'UPDATED' });
    expect(await applied(apply, changed)).toMatchObject({ outcome: 'UPDATED', problems: [] });
    expect(await look('filed')).toMatchObject({
      ...{ allocation: allocation + 1, variants: [{ weight: 0.25 }, { weight: 0.75 }] },
    });
    expect(await applied(apply, changed)).toMatchObject({ outcome: 'UNCHANGED' });
    // What no allocation lets through is refused as ever.
    expect(await applied(apply, { ...changed, salt: 'other', traffic: 1 })).toMatchObject({
      ...{ outcome: 'REFUSED', problems: expect.arrayContaining([expect.objectContaining({ path: 'salt' })]) },
    });
    expect(await applied(apply)).toMatchObject({ outcome: 'UPDATED' });
    expect(await look('filed')).toMatchObject({ allocation: allocation + 2 });
  });

  test('that has no allocator any more says the weights again', async () => {
    const refused = await applied(apply, { allocator: null });
    expect(refused).toMatchObject({ outcome: 'REFUSED' });
    expect(refused.problems.map(({ path }: any) => path)).toContain('variants.0.weight');
    expect(await applied(apply, { allocator: null, allocation: 5 })).toMatchObject({ outcome: 'UPDATED' });
    expect(await look('filed')).toMatchObject({ allocator: null, variants: [{ weight: 1 }, { weight: 1 }] });
  });
});
