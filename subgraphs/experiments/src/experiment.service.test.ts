import type { ExperimentSnapshot } from '@trialogue/assignment';
import {
  apply,
  archive,
  assign,
  create,
  experiment,
  pause,
  read,
  running,
  start,
  stop,
  update,
} from './testing/documents';
import { publishPrompt, publishStrategies } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

const draft = (key: string, more: object = {}) => on.done(create, { input: experiment(key, more) });
const started = async (key: string, more: object = {}) => {
  await draft(key, more);
  return on.done(start, { key });
};
const codeOf = async (document: string, variables: object) => (await on.ask(document, variables)).errors[0]?.code;
const snapshot = (key: string) => on.store.releases.head<ExperimentSnapshot>('experiment', key)?.body;

describe('a draft', () => {
  test('is what was written, with what was left out filled in', async () => {
    const answer = await draft('drafted');
    expect(answer).toEqual({
      ...{
        key: 'drafted',
        name: 'drafted',
        hypothesis: null,
        status: 'DRAFT',
        unitType: 'user',
        traffic: 1,
        version: 1,
      },
      ...{ createdAt: new Date('2026-11-23T10:00:00Z'), startedAt: null, stoppedAt: null },
      ...{ control: { key: 'a' }, winner: null, release: null },
      ...{ primaryMetric: { key: 'contentment' }, guardrails: [], sampleSize: 1_000, allocation: 1 },
      variants: [
        {
          ...{ key: 'a', name: null, weight: 1, isControl: true, executionStrategy: 'prompt_template', arm: null },
          value: null,
          config: running('meal@production'),
        },
        expect.objectContaining({ key: 'b', isControl: false }),
      ],
    });
    expect(await on.done(read, { key: 'drafted' })).toEqual(answer);
    expect(snapshot('drafted')).toBeUndefined();
    expect(await codeOf(create, { input: experiment('drafted') })).toBe('EXPERIMENT_EXISTS');
    expect(await on.done(read, { key: 'a\u0000' })).toBeNull();
  });

  const variant = (more: object) => ({
    variants: [
      { key: 'a', config: running('meal') },
      { key: 'b', config: running('meal'), ...more },
    ],
  });
  /** Three variants and what stands in for the first ones. */
  const standingIn = (...fallbacks: string[]) => ({
    variants: ['a', 'b', 'c'].map((key, index) => {
      const config = { ...running('meal'), ...(fallbacks[index] && { fallback_variant: fallbacks[index] }) };
      return { key, config };
    }),
  });
  test.each<[object, string]>([
    [{ key: '1st' }, 'key'],
    [{ name: '' }, 'name'],
    [{ name: 'a\u0000' }, 'name'],
    [{ traffic: 1.5 }, 'traffic'],
    [{ traffic: -0.1 }, 'traffic'],
    [{ salt: '' }, 'salt'],
    [{ variants: [] }, 'variants'],
    [
      { variants: Array.from({ length: 51 }, (_, index) => ({ key: `v${index}`, config: running('meal') })) },
      'variants',
    ],
    [variant({ key: 'a' }), 'variants.1.key'],
    [variant({ key: 'a b' }), 'variants.1.key'],
    [variant({ weight: -1 }), 'variants.1.weight'],
    [variant({ config: {} }), 'variants.1.config.execution_strategy'],
    [variant({ config: { execution_strategy: 'x', text: '\ud800' } }), 'variants.1.config'],
    [variant({ config: { execution_strategy: 'x', text: 'x'.repeat(70_000) } }), 'variants.1.config'],
    [standingIn('a'), 'variants.0.config.fallback_variant'],
    [standingIn('nobody'), 'variants.0.config.fallback_variant'],
    [standingIn('b', 'c'), 'variants.0.config.fallback_variant'],
    [{ variants: ['a', 'b'].map((key) => ({ key, isControl: true, config: running('meal') })) }, 'variants'],
  ])('out of bounds is refused with its path: %#', async (bad, path) => {
    const { errors } = await on.ask(create, { input: experiment('bounds', bad) });
    expect(errors.map(({ code, problems }) => [code, problems?.map((one) => one.path.join('.'))])).toEqual([
      ['CONFIG_INVALID', [path]],
    ]);
  });

  test('can be changed in everything, by whoever has read its latest version', async () => {
    await draft('changing');
    const variants = [
      { key: 'c', weight: 2, isControl: true, config: running('meal@3') },
      { key: 'd', config: running('meal') },
    ];
    const input = { name: 'Anew', hypothesis: 'Better', unitType: 'account', traffic: 0.5, variants, version: 1 };
    const changed = await on.done(update, { key: 'changing', input });
    expect(changed).toMatchObject({
      ...input,
      version: 2,
      control: { key: 'c' },
      variants: [{ key: 'c', weight: 2 }, { key: 'd' }],
    });
    expect(await codeOf(update, { key: 'changing', input: { name: 'Older', version: 1 } })).toBe('RELEASE_CONFLICT');
    expect(await on.done(update, { key: 'changing', input: { hypothesis: null } })).toMatchObject({
      hypothesis: null,
      name: 'Anew',
    });
    expect(await codeOf(update, { key: 'nobody', input: {} })).toBe('EXPERIMENT_NOT_FOUND');
  });

  test('of two changes at once that insist on the version, one wins', async () => {
    await draft('contested');
    const inputs = ['One', 'Two'].map((name) => ({ name, version: 1 }));
    const codes = await Promise.all(inputs.map((input) => codeOf(update, { key: 'contested', input })));
    expect(codes.sort()).toEqual(['RELEASE_CONFLICT', undefined]);
  });
});

describe('starting', () => {
  test('pins what the references mean and publishes it', async () => {
    const answer = await started('pinned', { salt: 'salty', traffic: 0.5 });
    const [one, two] = [1, 2].map((number) => on.store.releases.head('prompt_version', `meal@${number}`)!.hash);
    expect(answer).toMatchObject({
      ...{ status: 'RUNNING', startedAt: new Date('2026-11-23T10:00:00Z') },
      variants: [{ config: running('meal@1') }, { config: running('meal@2') }],
    });
    const head = on.store.releases.head<ExperimentSnapshot>('experiment', 'pinned')!;
    expect(answer.release).toEqual({ hash: head.hash, kind: 'experiment', key: 'pinned' });
    expect(head.body).toEqual({
      ...{ key: 'pinned', unitType: 'user', status: 'RUNNING', salt: 'salty', allocation: 1, traffic: 0.5 },
      variants: [
        {
          ...{ key: 'a', weight: 1, isControl: true, executionStrategy: 'prompt_template', config: running('meal@1') },
          ...{ pins: { 'meal@1': one }, arm: answer.variants[0].arm },
        },
        {
          ...{ key: 'b', weight: 1, isControl: false, executionStrategy: 'prompt_template', config: running('meal@2') },
          ...{ pins: { 'meal@2': two }, arm: answer.variants[1].arm },
        },
      ],
    });
    expect([...head.refs].sort()).toEqual([one, two].sort());
    expect(new Set(answer.variants.map(({ arm }: any) => arm))).toHaveProperty('size', 2);
  });

  test('a label that moves later, or a new description, changes no arm', async () => {
    await publishPrompt(on.store, 'moving', ['One', 'Two'], { production: 1 });
    const variants = ['moving', 'moving@production', 'moving@1', 'moving@2'].map((reference, index) => ({
      ...{ key: `v${index}`, config: running(reference) },
    }));
    const before = await started('steady', { variants });
    expect(before.variants.map(({ arm }: any) => arm === before.variants[2].arm)).toEqual([true, true, true, false]);
    await publishPrompt(on.store, 'moving', ['One', 'Two'], { production: 2 }, { description: 'Told anew' });
    await publishStrategies(on.store, '2.0.0');
    await on.done(pause, { key: 'steady' });
    const after = await on.done(start, { key: 'steady' });
    expect(after.variants).toEqual(before.variants);
    expect(after.release).toEqual(before.release);
    await publishStrategies(on.store);
  });

  test('a legacy config runs in its normal form', async () => {
    const variants = [
      { key: 'a', config: { policy_version_id: 'v1' } },
      { key: 'b', config: { policy_version_id: 'v2', params: { temperature: 0.7 } } },
    ];
    const answer = await started('legacy', { variants });
    expect(answer.variants[1]).toMatchObject({
      executionStrategy: 'mlflow_model',
      config: {
        execution_strategy: 'mlflow_model',
        mlflow_model: { policy_version_id: 'v2' },
        params: { temperature: 0.7 },
      },
    });
  });

  test('tells everything that is wrong, with paths, and changes nothing', async () => {
    const variants = [
      { key: 'a', config: running('meal@9') },
      { key: 'b', weight: 0, config: { execution_strategy: 'prompt_templat', prompt_config: {} } },
      {
        key: 'c',
        config: { execution_strategy: 'prompt_template', prompt_config: { prompt_version_id: 2 }, extra: 1 },
      },
    ];
    await draft('wrong', { variants });
    const { errors } = await on.ask(start, { key: 'wrong' });
    expect(errors[0]).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(errors[0]!.problems!.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['variants.1.weight', expect.stringContaining('nobody')],
      ['variants.0.config.prompt_config.prompt_version_id', 'there is no prompt "meal@9"; it has 1, 2, 3'],
      ['variants.1.config.execution_strategy', expect.stringContaining('did you mean "prompt_template"?')],
      ['variants.2.config.extra', expect.stringContaining('not known')],
      ['variants.2.config.prompt_config.prompt_version_id', expect.stringContaining('found 2')],
    ]);
    expect(await on.done(read, { key: 'wrong' })).toMatchObject({ status: 'DRAFT', version: 1, release: null });
    await draft('alone', { variants: [{ key: 'a', config: running('meal') }] });
    expect(await codeOf(start, { key: 'alone' })).toBe('CONFIG_INVALID');
  });

  test('of many at once, one starts it', async () => {
    await draft('rushed');
    const codes = await Promise.all([...Array(5)].map(() => codeOf(start, { key: 'rushed' })));
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'EXPERIMENT_STATE')).toHaveLength(4);
  });

  test('rows and release are one transaction: when the release cannot be written, it is a draft still', async () => {
    await draft('halfway');
    await on.sql(
      `create function exp.fail() returns trigger language plpgsql as $$ begin raise 'out of order'; end $$`,
    );
    await on.sql(
      `create trigger fail before insert on exp.heads for each row when (new.kind = 'experiment') execute function exp.fail()`,
    );
    const { errors } = await on.ask(start, { key: 'halfway' });
    await on.sql('drop trigger fail on exp.heads');
    expect(errors).toMatchObject([{ message: 'out of order' }]);
    expect(await on.done(read, { key: 'halfway' })).toMatchObject({ status: 'DRAFT', version: 1, startedAt: null });
    expect(await on.done(start, { key: 'halfway' })).toMatchObject({ status: 'RUNNING' });
  });

  test('the salt is random unless it is given', async () => {
    await started('salted-one');
    await started('salted-two');
    expect(snapshot('salted-one')!.salt).toMatch(/^id-\d+$/);
    expect(snapshot('salted-one')!.salt).not.toBe(snapshot('salted-two')!.salt);
  });
});

describe('after the start', () => {
  test('names change, what units get does not', async () => {
    const before = await started('named');
    const variants = experiment('named').variants.map((variant) => ({ ...variant, name: `The ${variant.key}` }));
    const input = { name: 'Named', hypothesis: 'Names matter', traffic: 1, variants };
    const after = await on.done(update, { key: 'named', input });
    expect(after).toMatchObject({ name: 'Named', hypothesis: 'Names matter', release: before.release });
    expect(after.variants.map(({ name, arm }: any) => [name, arm])).toEqual([
      ['The a', before.variants[0].arm],
      ['The b', before.variants[1].arm],
    ]);
    for (const change of [
      { traffic: 0.5 },
      { unitType: 'account' },
      { salt: 'another' },
      { variants: [...variants].reverse() },
      { variants: variants.map((variant) => ({ ...variant, weight: 2 })) },
      { variants: variants.map((variant) => ({ ...variant, isControl: variant.key === 'b' })) },
      { variants: variants.map((variant) => ({ ...variant, config: running('meal@3') })) },
      { variants: [...variants, { key: 'c', config: running('meal@3') }] },
    ])
      expect([change, await codeOf(update, { key: 'named', input: change })]).toEqual([change, 'EXPERIMENT_STATE']);
    expect(await on.done(read, { key: 'named' })).toEqual(after);
  });

  test('states follow each other in one way only', async () => {
    await draft('walked');
    const acts = { start, pause, stop, archive };
    const walk: [keyof typeof acts, string | undefined, string][] = [
      ['pause', 'EXPERIMENT_STATE', 'DRAFT'],
      ['stop', 'EXPERIMENT_STATE', 'DRAFT'],
      ['start', undefined, 'RUNNING'],
      ['archive', 'EXPERIMENT_STATE', 'RUNNING'],
      ['start', 'EXPERIMENT_STATE', 'RUNNING'],
      ['pause', undefined, 'PAUSED'],
      ['pause', 'EXPERIMENT_STATE', 'PAUSED'],
      ['archive', 'EXPERIMENT_STATE', 'PAUSED'],
      ['start', undefined, 'RUNNING'],
      ['pause', undefined, 'PAUSED'],
      ['stop', undefined, 'STOPPED'],
      ['start', 'EXPERIMENT_STATE', 'STOPPED'],
      ['pause', 'EXPERIMENT_STATE', 'STOPPED'],
      ['stop', 'EXPERIMENT_STATE', 'STOPPED'],
      ['archive', undefined, 'ARCHIVED'],
      ['start', 'EXPERIMENT_STATE', 'ARCHIVED'],
      ['stop', 'EXPERIMENT_STATE', 'ARCHIVED'],
      ['archive', 'EXPERIMENT_STATE', 'ARCHIVED'],
    ];
    for (const [index, [act, code, status]] of walk.entries()) {
      expect([index, await codeOf(acts[act], { key: 'walked' })]).toEqual([index, code]);
      expect([index, (await on.done(read, { key: 'walked' })).status]).toEqual([index, status]);
      if (status !== 'DRAFT') expect(snapshot('walked')!.status).toBe(status === 'ARCHIVED' ? 'STOPPED' : status);
    }
    expect(await codeOf(start, { key: 'nobody' })).toBe('EXPERIMENT_NOT_FOUND');
  });

  test('a winner is one of the variants', async () => {
    await started('won');
    expect(await codeOf(stop, { key: 'won', winner: 'z' })).toBe('BAD_USER_INPUT');
    expect(await on.done(stop, { key: 'won', winner: 'b' })).toMatchObject({
      ...{ status: 'STOPPED', winner: { key: 'b' }, stoppedAt: new Date('2026-11-23T10:00:00Z') },
    });
    expect(snapshot('won')!.winner).toBe('b');
  });

  test('an archived experiment gives nobody anything, not even its winner, and changes no more', async () => {
    await started('away');
    await on.done(stop, { key: 'away', winner: 'b' });
    expect(await on.done(archive, { key: 'away' })).toMatchObject({ status: 'ARCHIVED', winner: { key: 'b' } });
    expect(await on.done(assign, { experiment: 'away', unit: 'u' })).toMatchObject({
      ...{ variant: null, reason: 'NOT_RUNNING' },
    });
    expect(await codeOf(update, { key: 'away', input: { name: 'Anew' } })).toBe('EXPERIMENT_STATE');
    const [{ outcome, note }] = await on.done(apply, { experiments: [experiment('away', { status: 'RUNNING' })] });
    expect([outcome, note]).toEqual(['UNCHANGED', expect.stringMatching(/archived and stays so/)]);
    await draft('never-begun');
    expect(await on.done(archive, { key: 'never-begun' })).toMatchObject({ status: 'ARCHIVED', release: null });
    expect(snapshot('never-begun')).toBeUndefined();
    expect(await codeOf(assign, { experiment: 'never-begun', unit: 'u' })).toBe('EXPERIMENT_NOT_RUNNING');
  });
});
