import { MlflowError } from '@trialogue/mlflow';
import { fakeHost } from '@trialogue/plugin-api/testing';
import { onlineResults } from './online-results';
import type { ExperimentFacts } from './promotion';
import { registryOf } from './testing/promoting';

const facts = (exposures: number, second: number): ExperimentFacts => ({
  ...{ experiment: 'e', status: 'RUNNING', release: 'r', winner: null },
  asOf: `2026-01-01T00:00:0${second}.000Z`,
  variants: [
    { variant: 'a', model: 'm/2', exposures, completions: 3, failures: 1, fallbacks: 0 },
    { variant: 'b', model: 'm/2', exposures: 1, completions: 0, failures: 0, fallbacks: 0 },
    { variant: 'c', model: 'm/1', exposures: 100, completions: 0, failures: 0, fallbacks: 0 },
  ],
});

test('what a version brought is logged over its variants, and the same numbers once', async () => {
  const registry = registryOf({ 1: {}, 2: {} }, {});
  const log = onlineResults(registry, fakeHost().records);
  const at = (second: number) => Date.parse(`2026-01-01T00:00:0${second}.000Z`);
  await log(facts(4, 1), 'm/2');
  expect(await log(facts(4, 2), 'm/2')).toMatchObject({ exposures: 5, asOf: '2026-01-01T00:00:01.000Z' });
  const first = [`exposures 5`, `completions 3`, `failures 1`].map((one) => `r2 trialogue/e/${one} ${at(1)}`);
  expect(registry.points).toEqual(first);
  await log(facts(6, 3), 'm/2');
  expect(registry.points.slice(3)).toContain(`r2 trialogue/e/exposures 7 ${at(3)}`);
  expect(await log(facts(6, 3), 'm/3')).toBeNull();
});

test('an answer that was lost is logged again as the same point', async () => {
  const registry = registryOf({ 2: {} }, {});
  const log = onlineResults(registry, fakeHost().records);
  const { logBatch } = registry;
  registry.logBatch = async (...words) => {
    await logBatch(...words);
    throw new MlflowError('ECONNRESET');
  };
  await expect(log(facts(4, 1), 'm/2')).rejects.toThrow('ECONNRESET');
  registry.logBatch = logBatch;
  await log(facts(4, 2), 'm/2');
  expect(registry.points).toHaveLength(3);
});
