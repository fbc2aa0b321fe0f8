import { cpSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '@trialogue/store/testing';
import { makeProject, Product, repository, testDatabase } from './support/product';
import { findPython, pythonTest, withPython } from './support/python';
import { runShell, StepTimes, serveInBackground, stepsOf } from './support/route';
import { until } from './support/until';

const python = findPython('trialogue', 'mlflow', 'sklearn', 'skops', 'uvicorn');
let endServing = () => {};
afterAll(() => endServing());

pythonTest(python)(
  'the route from a clone to a running A/B test of two models, step by step',
  async () => {
    const clone = makeProject();
    for (const name of ['diabetes.py', 'train.py', 'registry.py', 'forecast.py', 'models'])
      cpSync(path.join(repository, 'training', name), path.join(clone, 'training', name), { recursive: true });
    const { url: DATABASE_URL } = await testDatabase();
    // The ports of the text may be taken; what the reader types is the same.
    const ports = await freePorts(2);
    const here = (text: string) => text.replace(/\b500([12])\b/g, (_, version) => `${ports[version - 1]}`);
    const times = new StepTimes();
    const printed: string[] = [];
    const answers: any[] = [];
    let product!: Product;
    const env = () => ({
      ...withPython(python!),
      MLFLOW_TRACKING_URI: `sqlite:///${clone}/mlflow.db`,
      TRIALOGUE_URL: product && `${product.url}/graphql`,
    });

    const steps = stepsOf('ml-route');
    expect(steps).toHaveLength(9);
    for (const { title, blocks } of steps)
      await times.of(title, async () => {
        for (const { language, act, text } of blocks) {
          if (act === 'install' || act === 'python') continue; // what runs this test is installed, and in its environment
          if (act === 'start') product = await Product.spawn(clone, { DATABASE_URL }).ready();
          else if (act === 'serve') {
            endServing = serveInBackground(here(text), clone, env());
            for (const port of ports) await until(() => isServed(port));
          } else if (language === 'sh') printed.push(await runShell(here(text), clone, env()));
          else answers.push(await counted(product, text));
          if (text.includes('npx trialogue plan')) await until(() => isRunning(product));
        }
      });
    times.print();

    const [{ execute }, food, blood] = answers;
    expect(execute).toMatchObject({ status: 'COMPLETED', standIn: true, output: { model: 'food_budget' } });
    expect(sum(food.experiment.results.variants, 'completions')).toBe(1);
    expect(printed[0]).toMatch(/@champion, mean absolute error 49\.48\n.*@challenger, mean absolute error 45\.12/);
    const variants = blood.experiment.results.variants;
    expect(sum(variants, 'exposures')).toBe(60);
    for (const { variant, exposures, completions, failures } of variants) {
      expect([completions, failures]).toEqual([exposures, 0]);
      expect(printed.at(-1)).toContain(`${variant.key}: ${exposures} forecasts, `);
    }
    expect(variants.map(({ variant }: any) => variant.model.reference)).toEqual([
      'diabetes_progression@1',
      'diabetes_progression@2',
    ]);
    expect(blood.events.edges.length).toBeGreaterThan(0);
  },
  400_000,
);

/** The answer of a step; of a query about results, once all is counted. */
async function counted(product: Product, text: string): Promise<any> {
  let answer: any;
  const expected = text.includes('blood_test') ? 60 : 1;
  await until(async () => {
    answer = await product.ask(text);
    return !answer.experiment || sum(answer.experiment.results.variants, 'completions') >= expected;
  });
  return answer;
}

const sum = (variants: any[], name: string): number => variants.reduce((total, one) => total + one[name], 0);

const isServed = (port: number) =>
  fetch(`http://127.0.0.1:${port}/ping`).then(
    ({ ok }) => ok,
    () => false,
  );

const isRunning = async (product: Product) =>
  (await product.ask('{ experiment(key: "blood_test") { status } }')).experiment?.status === 'RUNNING';
