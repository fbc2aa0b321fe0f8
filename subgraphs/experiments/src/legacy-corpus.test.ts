import { assign, type ExperimentSnapshot } from '@trialogue/assignment';
import type { JsonObject } from '@trialogue/plugin-api';
import { apply, applyPolicies, create, start } from './testing/documents';
import { type LegacyExperiment, legacyExperiments, policies, units } from './testing/legacy-corpus/corpus';
import { publishMarkedModel } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
  await publishMarkedModel(on.store);
  const created = await on.done(applyPolicies, { policies });
  expect(created.map(({ outcome }: any) => outcome)).toEqual(policies.map(() => 'CREATED'));
});
afterAll(() => on.close());

/** As a person would rewrite it, by the docs and not by our code. */
function rewritten({ policy_version_id: id, mlflow_model: model, params, ...rest }: JsonObject): JsonObject {
  const { policy_version_id: said } = (model ?? {}) as JsonObject;
  return {
    ...rest,
    execution_strategy: 'mlflow_model',
    mlflow_model: { ...(model as JsonObject), policy_version_id: (id ?? said)! },
    ...(params && { params }),
  };
}

const published = (key: string) => on.store.releases.head<ExperimentSnapshot>('experiment', key)!.body;

/** As files are applied. */
async function applied({ key, salt, traffic, variants }: LegacyExperiment): Promise<ExperimentSnapshot> {
  const outcomes = await on.done(apply, {
    experiments: [{ key, salt, traffic, variants, status: 'RUNNING' }],
  });
  expect(outcomes).toEqual([{ subject: key, outcome: 'CREATED', note: null, problems: [] }]);
  return published(key);
}

/** As an operator creates and starts it today. */
async function startedTwin({ key, salt, traffic, variants }: LegacyExperiment): Promise<ExperimentSnapshot> {
  const twin = `${key}_twin`;
  const input = {
    key: twin,
    salt,
    traffic,
    variants: variants.map((one) => ({ ...one, config: rewritten(one.config) })),
    ...{ primaryMetric: 'error', sampleSize: units },
  };
  await on.done(create, { input });
  await on.done(start, { key: twin });
  return published(twin);
}

/** The first units that do not get what they have always got. */
function moved(snapshot: ExperimentSnapshot, experiment: LegacyExperiment) {
  const found: { unit: string; was: string | undefined; is: string | undefined }[] = [];
  for (let number = 0; number < units && found.length < 5; number++) {
    const unit = experiment.unit(number);
    const [was, is] = [experiment.variantOf(number), assign(snapshot, { unit }).variant?.key];
    if (was !== is) found.push({ unit, was, is });
  }
  return found;
}

test.each(legacyExperiments.map((one) => [one.about, one] as const))(
  '%s: no unit and no arm has moved, unrewritten or rewritten',
  async (_, experiment) => {
    for (const snapshot of [await applied(experiment), await startedTwin(experiment)]) {
      expect(moved(snapshot, experiment)).toEqual([]);
      for (const { key, arm, executionStrategy, config, pins } of snapshot.variants) {
        const { policy, arm: recorded } = experiment.runs[key]!;
        expect({ key, arm, executionStrategy, pinned: Object.keys(pins) }).toEqual({
          ...{ key, arm: recorded, executionStrategy: 'mlflow_model', pinned: [policy] },
        });
        expect(config).toMatchObject({ mlflow_model: { policy_version_id: policy } });
        expect(config).not.toHaveProperty('policy_version_id');
      }
    }
  },
);

test('the corpus is as large as it says, and its counts are those of its units', () => {
  expect(legacyExperiments.length).toBeGreaterThanOrEqual(40);
  for (const { key, variants, counts, variantOf } of legacyExperiments) {
    const counted = Object.fromEntries(variants.map((variant) => [variant.key, 0]));
    for (let number = 0; number < units; number++) {
      const variant = variantOf(number);
      if (variant !== undefined) counted[variant]! += 1;
    }
    expect({ key, counted }).toEqual({ key, counted: counts });
  }
});

test('a unit that has moved is named', () => {
  const [experiment] = legacyExperiments;
  const snapshot = published(experiment!.key);
  const found = moved({ ...snapshot, salt: `${snapshot.salt} ` }, experiment!);
  expect(found).toHaveLength(5);
  for (const { unit, was, is } of found) {
    expect(unit).toMatch(/^user-\d+$/);
    expect(was).not.toBe(is);
  }
});
