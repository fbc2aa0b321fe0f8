import { readFileSync } from 'node:fs';
import path from 'node:path';
import { countsOf, execute, unitsOf } from './support/execute';
import { type Product, repository, startProduct } from './support/product';
import { until } from './support/until';

const experiment = 'food_budget_forecast';
/** What a trained model says, by the numbers that training wrote down. */
const trained = (name: string) => {
  const file = path.join(repository, 'training/models', `${name}.json`);
  const { intercept, coefficients } = JSON.parse(readFileSync(file, 'utf8'));
  return (income: number): number => intercept + coefficients.income * income;
};
const expected = { mean: trained('food_budget_1'), median: trained('food_budget_2') };

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});

test('a household gets the forecast of its variant’s model, and every one is counted', async () => {
  const units = await unitsOf(product, experiment);
  expect(Object.keys(units).sort()).toEqual(['mean', 'median']);
  for (const [version, [variant, forecast]] of Object.entries(expected).entries())
    for (const income of [400, 1200.5]) {
      const execution = await execute(product, experiment, units[variant]!, { features: { income } });
      expect(execution).toMatchObject({
        status: 'COMPLETED',
        variant: { key: variant },
        output: {
          prediction: expect.closeTo(forecast(income), 6),
          model: 'food_budget',
          modelVersion: `${version + 1}`,
        },
        model: `food_budget/${version + 1}`,
        standIn: true,
        error: null,
      });
    }
  const all = { mean: [1, 2, 0], median: [1, 2, 0] };
  await until(async () => JSON.stringify(await countsOf(product, experiment)) === JSON.stringify(all));
});

/** Starts an experiment of the two models whose configs are written this way. */
async function startWritten(key: string, write: (reference: string) => object): Promise<any[]> {
  const variants = ['food_budget@1', 'food_budget@2'].map((reference, index) => ({
    key: `v${index}`,
    config: write(reference),
  }));
  const planned = { primaryMetric: 'error', sampleSize: 100 };
  const input = { key, salt: 'the same', unitType: 'household', variants, ...planned };
  await product.ask('mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }', { input });
  const { startExperiment } = await product.ask(
    `mutation($key: ID!) { startExperiment(key: $key) { variants { key arm config model { policyVersion { id } } } } }`,
    { key },
  );
  return startExperiment.variants;
}

test('a config in the legacy form does what its long form does: same units, same arm, same forecast', async () => {
  const legacy = await startWritten('legacy', (reference) => ({ policy_version_id: reference }));
  const long = await startWritten('long', (reference) => ({
    execution_strategy: 'mlflow_model',
    mlflow_model: { policy_version_id: reference },
  }));
  expect(legacy).toEqual(long);
  expect(long[0].model.policyVersion.id).toBe('food_budget@1');
  for (let unit = 0; unit < 12; unit++) {
    const input = { features: { income: 700 + unit } };
    const answers = await Promise.all(['legacy', 'long'].map((key) => execute(product, key, `u${unit}`, input)));
    const [one, other] = answers.map(({ variant, arm, output }) => ({ variant, arm, output }));
    expect(one).toEqual(other);
  }
});

test('features that do not fit the policy fail the execution with what is wrong, and the variant is still known', async () => {
  const failed = await execute(product, experiment, 'ana', { features: { incom: 1200 } });
  expect(failed).toMatchObject({
    status: 'FAILED',
    variant: { key: expect.stringMatching(/^(mean|median)$/) },
    error: { code: 'BAD_USER_INPUT', message: expect.stringContaining('did you mean "income"?') },
  });
  const { errors } = await product.graph(
    `mutation { execute(experiment: "${experiment}", unit: "ana", input: { income: 3 }) { id } }`,
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
});
