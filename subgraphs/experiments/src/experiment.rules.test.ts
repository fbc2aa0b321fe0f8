import { assign as assignBy, type ExperimentSnapshot } from '@trialogue/assignment';
import {
  apply,
  archive,
  assign,
  create,
  experiment,
  look,
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
  await on.done('mutation { createLayer(input: { key: "pages", salt: "s" }) { key } }');
});
afterAll(() => on.close());

const snapshot = (key: string) => on.store.releases.head<ExperimentSnapshot>('experiment', key)!.body;
const started = async (key: string, more: object = {}) => {
  await on.done(create, { input: experiment(key, more) });
  return on.done(start, { key });
};
const problemsOf = async (document: string, variables: object) =>
  (await on.ask(document, variables)).errors[0]?.problems?.map(({ path, message }) => [path.join('.'), message]);
const codeOf = async (document: string, variables: object) => (await on.ask(document, variables)).errors[0]?.code;
const asking = (other: string, ...variants: string[]) => ({ prerequisites: [{ experiment: other, variants }] });

const all = {
  bucketer: 'GROWTHBOOK_V2',
  targeting: 'country == "nl" && age >= 18.0',
  attributes: { country: 'string', age: 'double' },
  layers: [{ layer: 'pages', from: 0.25, to: 0.5 }],
  overrides: [{ variant: 'b', units: ['qa-1', 'qa-2'] }],
  sticky: { blockedBefore: 2 },
  whilePaused: 'KEEP',
  startsAt: '2026-11-01T00:00:00.000Z',
  endsAt: '2027-01-01T00:00:00.000Z',
  ramp: [
    { from: '2026-11-02T00:00:00.000Z', traffic: 0.1 },
    { from: '2026-11-09T00:00:00.000Z', traffic: 1 },
  ],
};

test('every rule is kept, told and published', async () => {
  await started('asked-first');
  await started('ruled', { ...all, ...asking('asked-first', 'a', 'b') });
  expect(snapshot('ruled')).toMatchObject({
    ...{ bucketer: 'growthbook_v2', sticky: { blockedBefore: 2 }, whilePaused: 'KEEP', ramp: all.ramp },
    ...{ startsAt: all.startsAt, endsAt: all.endsAt, overrides: { 'qa-1': 'b', 'qa-2': 'b' } },
    prerequisites: [{ experiment: { key: 'asked-first', status: 'RUNNING' }, variants: ['a', 'b'] }],
    targeting: { source: all.targeting, expression: expect.any(Array) },
  });
  expect(snapshot('ruled').prerequisites![0]!.experiment.variants[0]).toEqual({ key: 'a', weight: 1, isControl: true });
  const fields = `query { experiment(key: "ruled") { bucketer targeting attributes salt allocation overrides { variant units } sticky { blockedBefore }
    whilePaused startsAt endsAt ramp { from traffic } prerequisites { experiment { key } variants } } }`;
  expect(JSON.parse(JSON.stringify(await on.done(fields)))).toEqual({
    ...{ targeting: all.targeting, attributes: all.attributes },
    ...{ bucketer: 'GROWTHBOOK_V2', salt: expect.any(String), allocation: 1, overrides: all.overrides },
    ...{
      sticky: { blockedBefore: 2 },
      whilePaused: 'KEEP',
      startsAt: all.startsAt,
      endsAt: all.endsAt,
      ramp: all.ramp,
    },
    prerequisites: [{ experiment: { key: 'asked-first' }, variants: ['a', 'b'] }],
  });
  expect(await on.done(assign, { experiment: 'ruled', unit: 'qa-1' })).toMatchObject({
    ...{ reason: 'OVERRIDE', inExperiment: false, variant: { key: 'b' } },
  });
});

test('rules at their defaults are no part of the release', async () => {
  const defaults = {
    bucketer: 'NATIVE',
    targeting: ' ',
    attributes: {},
    layers: [],
    holdouts: null,
    sticky: { enabled: false },
    whilePaused: 'LOSE',
  };
  await started('plain', { ...defaults, prerequisites: [], overrides: [], startsAt: null, endsAt: null, ramp: [] });
  expect(Object.keys(snapshot('plain')).sort()).toEqual(
    ['allocation', 'key', 'salt', 'status', 'traffic', 'unitType', 'variants'].sort(),
  );
});

test.each<[object, string]>([
  [{ overrides: [{ variant: 'z', units: ['u'] }] }, 'overrides.0.variant'],
  [{ overrides: [{ variant: 'a', units: [''] }] }, 'overrides.0.units.0'],
  [{ overrides: ['a', 'b'].map((variant) => ({ variant, units: ['u'] })) }, 'overrides.1.units.0'],
  [{ overrides: [{ variant: 'a', units: ['\u00e9', 'e\u0301'] }] }, 'overrides.0.units.1'],
  [{ overrides: [{ variant: 'a', units: Array.from({ length: 1_001 }, (_, unit) => `u${unit}`) }] }, 'overrides'],
  [{ sticky: { blockedBefore: 0 } }, 'sticky.blockedBefore'],
  [{ startsAt: all.endsAt, endsAt: all.startsAt }, 'endsAt'],
  [{ ramp: [...all.ramp].reverse() }, 'ramp.1.from'],
  [{ ramp: [{ from: all.startsAt, traffic: 2 }] }, 'ramp.0.traffic'],
  [asking('bad', 'a'), 'prerequisites.0.experiment'],
  [asking('other'), 'prerequisites.0.variants'],
  [asking('other', 'a', 'a'), 'prerequisites.0.variants.1'],
  [asking('other', 'a', '\u0000'), 'prerequisites.0.variants.1'],
  [asking('other', '\ud800'), 'prerequisites.0.variants.0'],
  [{ prerequisites: [1, 2].map(() => ({ experiment: 'other', variants: ['a'] })) }, 'prerequisites.1.experiment'],
])('rules that mean nothing are refused with their path: %#', async (bad, path) => {
  const problems = await problemsOf(create, { input: experiment('bad', bad) });
  expect(problems?.map(([one]) => one)).toEqual([path]);
});

describe('targeting', () => {
  const dutch = { targeting: 'country == "nl"', attributes: { country: 'string' } };
  const reasonOf = async (key: string, attributes: object) =>
    (await on.done(look, { experiment: key, unit: 'anna', attributes })).reason;

  test('lets in whom it fits', async () => {
    await started('dutch', dutch);
    expect(await reasonOf('dutch', { country: 'nl' })).toBe('ASSIGNED');
    expect(await reasonOf('dutch', { country: 'de' })).toBe('NOT_TARGETED');
    expect(await reasonOf('dutch', {})).toBe('NOT_TARGETED');
    expect(await on.done(assign, { experiment: 'dutch', unit: 'ben', attributes: {} })).toMatchObject({
      variant: null,
    });
  });

  test('says who gets a winner: everybody whom it fits, those too who never took part', async () => {
    await started('won', { ...dutch, traffic: 0 });
    expect(await reasonOf('won', { country: 'nl' })).toBe('OUTSIDE_TRAFFIC');
    await on.done(stop, { key: 'won', winner: 'b' });
    const { variant, inExperiment } = await on.done(assign, {
      experiment: 'won',
      unit: 'x',
      attributes: { country: 'nl' },
    });
    expect([variant.key, inExperiment]).toEqual(['b', false]);
    expect(await reasonOf('won', { country: 'nl' })).toBe('WINNER');
    expect(await reasonOf('won', { country: 'de' })).toBe('NOT_TARGETED');
    expect((await on.sql("select 1 from exp.exposures where experiment = 'won'")).rows).toEqual([]);
  });

  test('of what runs changes with a new allocation', async () => {
    await started('retargeted', dutch);
    const input = { targeting: 'country in ["nl", "be"]' };
    expect(await codeOf(update, { key: 'retargeted', input })).toBe('EXPERIMENT_STATE');
    await on.done(update, { key: 'retargeted', input: { ...input, newAllocation: true } });
    expect(await reasonOf('retargeted', { country: 'be' })).toBe('ASSIGNED');
  });

  test.each<[object, string, RegExp]>([
    [{ ...dutch, targeting: 'contry == "nl"' }, 'targeting', /contry.*did you mean "country"\?.*\(line 1, column 1\)/],
    [{ ...dutch, targeting: 'country ==' }, 'targeting', /line 1/],
    [{ ...dutch, targeting: 'country' }, 'targeting', /bool/],
    [{ attributes: { country: 'text' } }, 'attributes.country', /text/],
    [{ targeting: 'a\u0000' }, 'targeting', /cannot be stored/],
  ])('that cannot be asked is refused, with where: %#', async (bad, at, message) => {
    expect(await problemsOf(create, { input: experiment('bad', bad) })).toEqual([[at, expect.stringMatching(message)]]);
  });
});

test('what is over already does not start', async () => {
  await on.done(create, { input: experiment('over', { endsAt: '2026-11-01T00:00:00Z' }) });
  expect(await problemsOf(start, { key: 'over' })).toEqual([['endsAt', expect.stringContaining('which is over')]]);
});

describe('a prerequisite', () => {
  test('is an experiment that was started, of the same units, with these variants', async () => {
    await on.done(create, { input: experiment('unstarted') });
    await started('households', { unitType: 'household' });
    await started('known');
    for (const [key, rules, message] of [
      ['asks-nobody', asking('nobody', 'a'), 'there is no experiment "nobody"'],
      ['asks-a-draft', asking('unstarted', 'a'), 'unstarted is DRAFT: nobody gets a variant of it'],
      ['asks-others', asking('households', 'a'), 'households assigns "household", and this "user"'],
      ['asks-no-variant', asking('known', 'other'), 'there is no variant "other" of known; expected one of "a", "b"'],
    ] as const) {
      await on.done(create, { input: experiment(key, rules) });
      expect(await problemsOf(start, { key })).toEqual([[expect.stringMatching(/^prerequisites\.0\./), message]]);
    }
  });

  test('lets in who gets the variant, now and after each change of that experiment', async () => {
    await started('base');
    await started('above', asking('base', 'a'));
    const units = Array.from({ length: 40 }, (_, unit) => `u${unit}`);
    const gets = (key: string, unit: string) => assignBy(snapshot(key), { unit });
    for (const unit of units)
      expect(gets('above', unit).reason).toBe(
        gets('base', unit).variant!.key === 'a' ? 'ASSIGNED' : 'PREREQUISITE_UNMET',
      );
    const before = await on.done(read, { key: 'above' });
    await on.done(pause, { key: 'base' });
    for (const unit of units) expect(gets('above', unit).reason).toBe('PREREQUISITE_UNMET');
    const after = await on.done(read, { key: 'above' });
    expect(after.release.hash).toBe(on.store.releases.head('experiment', 'above')!.hash);
    expect(after.release).not.toEqual(before.release);
    expect(after.version).toBe(before.version);
    await on.done(stop, { key: 'base', winner: 'a' });
    for (const unit of units) expect(gets('above', unit).reason).toBe('ASSIGNED');
    expect(await codeOf(archive, { key: 'base' })).toBe('EXPERIMENT_PINNED');
    await on.done(stop, { key: 'above' });
    expect(await on.done(archive, { key: 'base' })).toMatchObject({ status: 'ARCHIVED' });
  });

  test('reaches those that ask in turn, and no circle or long chain is let through', async () => {
    await started('c0');
    for (const depth of [1, 2, 3]) await started(`c${depth}`, asking(`c${depth - 1}`, 'a'));
    await on.done(create, { input: experiment('c4', asking('c3', 'a')) });
    expect(await problemsOf(start, { key: 'c4' })).toEqual([
      ['prerequisites.0.experiment', expect.stringContaining('asks more than 3 experiments one after another')],
    ]);
    await on.done(pause, { key: 'c0' });
    const innermost = snapshot('c3').prerequisites![0]!.experiment.prerequisites![0]!.experiment.prerequisites![0]!;
    expect(innermost.experiment).toMatchObject({ key: 'c0', status: 'PAUSED' });
    const circle = { ...asking('c2', 'a'), newAllocation: true };
    expect(await problemsOf(update, { key: 'c0', input: circle })).toEqual([
      ['prerequisites.0.experiment', 'asks in a circle: c0 → c2 → c1 → c0'],
    ]);
  });

  test('that starts earlier in the same list can be asked', async () => {
    const list = ['first', 'second'].map((key, index) =>
      experiment(`listed-${key}`, { status: 'RUNNING', ...(index === 1 && asking('listed-first', 'a')) }),
    );
    expect(await on.done(apply, { experiments: list })).toMatchObject([{ outcome: 'CREATED' }, { outcome: 'CREATED' }]);
  });
});

describe('a running experiment', () => {
  const weights = (a: number, b: number) => ({
    variants: [
      { key: 'a', weight: a, config: running('meal@production') },
      { key: 'b', weight: b, config: running('meal@2') },
    ],
  });

  test('takes other weights, shares and rules as its next allocation', async () => {
    const before = await started('moved');
    const change = { ...weights(3, 1), traffic: 0.5, ramp: all.ramp };
    expect(await codeOf(update, { key: 'moved', input: change })).toBe('EXPERIMENT_STATE');
    expect(snapshot('moved').allocation).toBe(1);
    const after = await on.done(update, { key: 'moved', input: { ...change, newAllocation: true } });
    expect(after).toMatchObject({ allocation: 2, traffic: 0.5, version: before.version + 1 });
    expect(after.variants.map(({ weight, arm, config }: any) => [weight, arm, config])).toEqual(
      before.variants.map(({ arm, config }: any, index: number) => [index === 0 ? 3 : 1, arm, config]),
    );
    expect(snapshot('moved')).toMatchObject({
      allocation: 2,
      salt: snapshot('moved').salt,
      traffic: 0.5,
      ramp: all.ramp,
    });
    await on.done(assign, { experiment: 'moved', unit: 'anna' });
    const { rows } = await on.sql("select allocation from exp.exposures where experiment = 'moved'");
    expect(rows.every(({ allocation }: any) => allocation === 2)).toBe(true);
    const emptied = { ...weights(0, 0), newAllocation: true };
    expect(await problemsOf(update, { key: 'moved', input: emptied })).toEqual([
      ['variants', expect.stringContaining('nobody')],
    ]);
  });

  test('moves no unit between variants when only its share changes', async () => {
    await started('ramped', { traffic: 0.2 });
    const before = snapshot('ramped');
    await on.done(update, { key: 'ramped', input: { traffic: 0.9, newAllocation: true } });
    for (let unit = 0; unit < 500; unit++) {
      const [one, other] = [before, snapshot('ramped')].map((of) => assignBy(of, { unit: `u${unit}` }).variant?.key);
      if (one !== undefined) expect(other).toBe(one);
    }
  });

  test.each<[string, object]>([
    ['salt', { salt: 'another' }],
    ['bucketer', { bucketer: 'UNLEASH' }],
    ['layers', { layers: [{ layer: 'pages', from: 0.6, to: 0.7 }] }],
  ])('draws who gets what again only when that is said: %s', async (path, change) => {
    const key = `drawn-${path}`;
    await started(key);
    expect(await problemsOf(update, { key, input: { ...change, newAllocation: true } })).toEqual([
      [path, expect.stringMatching(/ in the experiment and .* here$/)],
      ['', expect.stringMatching(/would draw again who gets what.*`rerandomise: true`/)],
    ]);
    expect(await on.done(update, { key, input: { ...change, rerandomise: true } })).toMatchObject({ allocation: 2 });
    expect(snapshot(key).allocation).toBe(2);
  });

  test('keeps what its variants are, whatever is said', async () => {
    await started('fixed');
    const said = { newAllocation: true, rerandomise: true };
    for (const change of [
      { variants: weights(1, 1).variants.toReversed() },
      { variants: [...weights(1, 1).variants, { key: 'c', config: running('meal@3') }] },
      { variants: [weights(1, 1).variants[0], { key: 'b', config: running('meal@3') }] },
      { unitType: 'account' },
    ])
      expect(await codeOf(update, { key: 'fixed', input: { ...change, ...said } })).toBe('EXPERIMENT_STATE');
    await on.done(stop, { key: 'fixed' });
    expect(await codeOf(update, { key: 'fixed', input: { traffic: 0.5, ...said } })).toBe('EXPERIMENT_STATE');
    expect(await on.done(update, { key: 'fixed', input: { name: 'Over' } })).toMatchObject({ name: 'Over' });
  });

  test('takes overrides, its end and what becomes of it while paused at once, in the same allocation', async () => {
    const { release } = await started('freely');
    const input = { overrides: all.overrides, endsAt: '2026-12-01T00:00:00Z', whilePaused: 'KEEP' };
    const after = await on.done(update, { key: 'freely', input });
    expect(after).toMatchObject({ allocation: 1 });
    expect(after.release).not.toEqual(release);
    expect(await on.done(look, { experiment: 'freely', unit: 'qa-1' })).toMatchObject({ reason: 'OVERRIDE' });
  });

  test('asks for a layer’s range anew when its rules change', async () => {
    await started('claims-late', { layers: [{ layer: 'pages', from: 0.8, to: 0.9 }] });
    await started('claims-none');
    const input = { layers: [{ layer: 'pages', from: 0.85, to: 1 }], rerandomise: true };
    expect(await problemsOf(update, { key: 'claims-none', input })).toEqual([
      ['layers.0', expect.stringContaining('which claims-late holds (RUNNING)')],
    ]);
  });

  test('follows a file that says its next allocation, and applying it again changes nothing', async () => {
    const entry = (more: object) => experiment('filed', { status: 'RUNNING', ...more });
    const outcomeOf = async (more: object, rerandomise = false) => {
      const document = apply.replace(
        '(experiments: $experiments)',
        `(experiments: $experiments, rerandomise: ${rerandomise})`,
      );
      const [{ outcome, problems }] = await on.done(document, { experiments: [entry(more)] });
      return [outcome, ...problems.map(({ path }: any) => path)];
    };
    expect(await outcomeOf({})).toEqual(['CREATED']);
    expect(await outcomeOf(weights(3, 1))).toEqual(['REFUSED', 'variants.0.weight', '']);
    expect(await outcomeOf({ ...weights(3, 1), allocation: 3 })).toEqual([
      'REFUSED',
      'variants.0.weight',
      'allocation',
      '',
    ]);
    const tried = apply
      .replace('(experiments: $experiments)', '(experiments: $experiments, dryRun: true)')
      .replace('subject', 'rerandomises subject');
    const wider = { ...weights(3, 1), traffic: 0.5, allocation: 2 };
    expect(await on.done(tried, { experiments: [entry(wider)] })).toMatchObject([
      { outcome: 'UPDATED', rerandomises: ['variants.a.weight'] },
    ]);
    expect(await on.done(read, { key: 'filed' })).toMatchObject({ allocation: 1, traffic: 1 });
    expect(await outcomeOf({ ...weights(3, 1), allocation: 2 })).toEqual(['UPDATED']);
    expect(await outcomeOf({ ...weights(3, 1), allocation: 2 })).toEqual(['UNCHANGED']);
    expect(await outcomeOf({ ...weights(1, 1), allocation: 2 })).toEqual(['REFUSED', 'variants.0.weight', '']);
    expect(await outcomeOf({ ...weights(3, 1), salt: 'new', allocation: 3 })).toEqual(['REFUSED', 'salt', '']);
    expect(await outcomeOf({ ...weights(3, 1), salt: 'new', allocation: 3 }, true)).toEqual(['UPDATED']);
    expect(await on.done(read, { key: 'filed' })).toMatchObject({ allocation: 3, status: 'RUNNING' });
  });
});
