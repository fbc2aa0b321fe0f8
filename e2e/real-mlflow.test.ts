import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mlflowTest, type RealMlflow, serveFoodBudget } from '../plugins/mlflow-model/src/testing/real-mlflow';
import { isSplit } from './support/processes';
import { type Product, startProduct } from './support/product';
import { until } from './support/until';

let mlflow: RealMlflow | undefined;
afterAll(() => mlflow?.close());

const execute = async (product: Product, unit: string, income: number) =>
  (
    await product.ask(
      `mutation($unit: ID!, $input: JSONObject!) {
        execute(experiment: "food_budget_forecast", unit: $unit, input: $input) {
          variant { key } arm status output error { code message } standIn
        }
      }`,
      { unit, input: { features: { income } } },
    )
  ).execute;

const completions = async (product: Product) => {
  const { experiment } = await product.ask(
    '{ experiment(key: "food_budget_forecast") { results { variants { completions } } } }',
  );
  return experiment.results.variants.reduce((sum: number, { completions }: any) => sum + completions, 0);
};

const incomes = Array.from({ length: 24 }, (_, number) => 400 + 150 * number);

/** Arms by variant, once every prediction was what the trained model of its variant says. */
async function predictAll(product: Product, { models }: RealMlflow, standIn: boolean): Promise<Record<string, string>> {
  const arms: Record<string, string> = {};
  for (const income of incomes) {
    const { variant, arm, output, ...rest } = await execute(product, `household-${income}`, income);
    expect(rest).toEqual({ status: 'COMPLETED', error: null, standIn });
    const version = variant.key === 'mean' ? '1' : '2';
    const model = JSON.parse(readFileSync(path.join(models, `food_budget_${version}.json`), 'utf8'));
    expect(output).toMatchObject({ model: 'food_budget', modelVersion: version });
    expect(output.prediction).toBeCloseTo(model.intercept + model.coefficients.income * income, 4);
    arms[variant.key] = arm;
  }
  return arms;
}

mlflowTest(
  'MLflow behind the policies: what the stand-in gives, in the same arms, and none of it called a stand-in’s',
  async () => {
    mlflow = await serveFoodBudget();
    const [FOOD_BUDGET_1_URL, FOOD_BUDGET_2_URL] = mlflow.urls;
    const real = await startProduct({ FOOD_BUDGET_1_URL, FOOD_BUDGET_2_URL });
    const beside = await startProduct();
    const arms = await predictAll(real, mlflow, false);
    expect(Object.keys(arms).sort()).toEqual(['mean', 'median']);
    expect(await predictAll(beside, mlflow, true)).toEqual(arms);
    await until(async () => (await completions(real)) === incomes.length);
    expect(await completions(beside)).toBe(0); // a stand-in's count when they are asked for, and not otherwise
    // Services of their own tell no newcomer where to go.
    if (!isSplit) expect(real.output).toContain('MLflow serves food_budget_1, food_budget_2');
  },
);
