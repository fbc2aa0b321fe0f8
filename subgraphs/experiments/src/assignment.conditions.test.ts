import type { Targeting } from '@trialogue/assignment';
import { until } from '@trialogue/store/testing';
import { assign, look } from './testing/documents';
import { publishExperiment } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

const exposures = async (experiment: string) =>
  (await on.sql('select unit, variant, allocation, reason from exp.exposures where experiment = $1', [experiment]))
    .rows;
const named = 'variant { key }';
const lookedAt = look.replace(/variant \{[^}]*\}/, named);
const assigned = assign.replace(/variant \{[^}]*\}/, named);

test('what is known of the unit decides where an experiment is targeted', async () => {
  const dutch: Targeting = {
    source: 'country == "nl"',
    expression: ['==', ['attribute', 'country', 'string'], 'nl'],
  };
  await publishExperiment(on.store, 'targeted', { targeting: dutch });
  for (const [attributes, reason] of [
    [{ country: 'nl' }, 'ASSIGNED'],
    [{ country: 'be' }, 'NOT_TARGETED'],
    [undefined, 'NOT_TARGETED'],
  ])
    for (const document of [lookedAt, assigned])
      expect(await on.done(document, { experiment: 'targeted', unit: 'u', attributes })).toMatchObject({ reason });
  expect(await exposures('targeted')).toMatchObject([{ unit: 'u', reason: 'ASSIGNED' }]);
});

test('the clock decides where an experiment has a schedule', async () => {
  await publishExperiment(on.store, 'early', { startsAt: '2026-11-23T10:00:00.001Z' });
  await publishExperiment(on.store, 'late', { endsAt: '2026-11-23T10:00:00Z' });
  await publishExperiment(on.store, 'timely', { startsAt: '2026-11-23T10:00:00Z', endsAt: '2026-11-24T00:00:00Z' });
  const reasonOf = async (experiment: string) => (await on.done(assigned, { experiment, unit: 'u' })).reason;
  expect(await Promise.all(['early', 'late', 'timely'].map(reasonOf))).toEqual(['NOT_STARTED', 'ENDED', 'ASSIGNED']);
});

describe('an experiment that keeps its units', () => {
  const before = { allocation: 1 };
  const variantsWith = (weights: Record<string, number>) =>
    Object.entries(weights).map(([key, weight]) => ({
      ...{ key, weight, isControl: key === 'a', executionStrategy: 'none', config: {}, pins: {}, arm: `arm-${key}` },
    }));
  const keeping = (allocation: number, weights: Record<string, number>, more: object = {}) =>
    publishExperiment(on.store, 'keeping', { allocation, variants: variantsWith(weights), sticky: {}, ...more });

  test('gives them what they met first, whatever its weights are now', async () => {
    await keeping(1, { a: 1, b: 0 });
    expect(await on.done(assigned, { experiment: 'keeping', unit: 'old' })).toMatchObject({ reason: 'ASSIGNED' });
    await keeping(2, { a: 0, b: 1 });
    const kept = { reason: 'STICKY', variant: { key: 'a' }, inExperiment: true, propensity: 1, ...before };
    expect(await on.done(assigned, { experiment: 'keeping', unit: 'old' })).toMatchObject(kept);
    expect(await on.done(lookedAt, { experiment: 'keeping', unit: 'old' })).toMatchObject({ ...kept, stale: false });
    expect(await on.done(assigned, { experiment: 'keeping', unit: 'new' })).toMatchObject({ variant: { key: 'b' } });
    expect(await exposures('keeping')).toEqual([
      { unit: 'old', variant: 'a', allocation: 1, reason: 'ASSIGNED' },
      { unit: 'new', variant: 'b', allocation: 2, reason: 'ASSIGNED' },
    ]);
  });

  test('keeps them while it is paused, and takes nobody in', async () => {
    await keeping(2, { a: 1, b: 1 }, { status: 'PAUSED', whilePaused: 'KEEP' });
    expect(await on.done(assigned, { experiment: 'keeping', unit: 'old' })).toMatchObject({ variant: { key: 'a' } });
    expect(await on.done(assigned, { experiment: 'keeping', unit: 'newer' })).toMatchObject({ reason: 'NOT_RUNNING' });
  });

  test('leaves out those of a blocked allocation', async () => {
    await keeping(2, { a: 1, b: 1 }, { sticky: { blockedBefore: 2 } });
    expect(await on.done(assigned, { experiment: 'keeping', unit: 'old' })).toMatchObject({
      reason: 'STICKY_BLOCKED',
    });
    expect(await on.done(assigned, { experiment: 'keeping', unit: 'new' })).toMatchObject({ reason: 'STICKY' });
  });

  test('with Postgres away, looking answers from the release and says so; assigning does not guess', async () => {
    await keeping(2, { a: 0, b: 1 });
    await on.way.cut();
    try {
      expect(await on.done(lookedAt, { experiment: 'keeping', unit: 'old' })).toMatchObject({
        ...{ stale: true, reason: 'ASSIGNED', variant: { key: 'b' } },
      });
      const { errors } = await on.ask(assigned, { experiment: 'keeping', unit: 'old' });
      expect(errors).toMatchObject([{ code: 'STORE_UNAVAILABLE' }]);
    } finally {
      await on.way.mend();
    }
    await until(async () => (await on.ask(assigned, { experiment: 'keeping', unit: 'old' })).errors.length === 0);
    expect(await on.done(lookedAt, { experiment: 'keeping', unit: 'old' })).toMatchObject({ variant: { key: 'a' } });
  });
});
