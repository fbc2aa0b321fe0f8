import { assign, type ExperimentSnapshot } from '@trialogue/assignment';
import type { JsonObject } from '@trialogue/plugin-api';
import { applyPolicies, create, food, start } from './testing/documents';
import { publishMarkedModel } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

const pairs = 40;
const units = 10_000;
const planned = { primaryMetric: 'error', sampleSize: units };

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
  await publishMarkedModel(on.store);
  const policies = [food({ alias: 'uuid-v1' }, { alias: 'uuid-v2', params: { quantile: 0.5 } }, {})];
  await on.done(applyPolicies, { policies });
});
afterAll(() => on.close());

const ids = ['uuid-v1', 'uuid-v2', 'food@1', 'food@3', 'food'];

/** What the n-th pair of experiments compares, in the old form: every reference, params or none, two to four variants. */
const legacyConfigs = (pair: number): JsonObject[] =>
  Array.from({ length: 2 + (pair % 3) }, (_, variant) => ({
    policy_version_id: ids[(pair + variant) % ids.length]!,
    ...((pair + variant) % 2 === 0 && { params: { quantile: (pair % 10) / 10, temperature: variant } }),
  }));

const rewritten = ({ policy_version_id, ...rest }: JsonObject): JsonObject => ({
  execution_strategy: 'mlflow_model',
  mlflow_model: { policy_version_id: policy_version_id! },
  ...rest,
});

async function started(key: string, pair: number, configs: readonly JsonObject[]): Promise<ExperimentSnapshot> {
  const variants = configs.map((config, index) => ({ key: `v${index}`, weight: 1 + ((pair + index) % 5), config }));
  const input = { key, salt: `salt ${pair}`, traffic: pair % 4 === 0 ? 0.7 : 1, variants, ...planned };
  await on.done(create, { input });
  await on.done(start, { key });
  return on.store.releases.head<ExperimentSnapshot>('experiment', key)!.body;
}

test.each(Array.from({ length: pairs }, (_, pair) => [pair]))(
  'experiment %i in the old form serves every unit what its rewritten twin does',
  async (pair) => {
    const legacy = legacyConfigs(pair);
    const [old, twin] = [
      await started(`old-${pair}`, pair, legacy),
      await started(`twin-${pair}`, pair, legacy.map(rewritten)),
    ];
    // Every variant at once: strategy, resolved config, pins and arm, which name the version and never the old id.
    expect({ ...old, key: twin.key }).toEqual(twin);
    expect(JSON.stringify(old)).not.toContain('uuid');
    const got = new Set<string>();
    for (let unit = 0; unit < units; unit++) {
      const [one, other] = [assign(old, { unit: `u${unit}` }), assign(twin, { unit: `u${unit}` })];
      if (one.variant?.key !== other.variant?.key || one.variant?.arm !== other.variant?.arm)
        expect([unit, one]).toEqual([unit, other]);
      if (one.variant) got.add(one.variant.key);
    }
    expect(got.size).toBe(legacy.length);
  },
);
