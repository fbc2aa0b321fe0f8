import { execFile } from 'node:child_process';
import path from 'node:path';
import { repository, startProduct, temporaryFolder } from './support/product';

/** Runs `trialogue demo` as `npm run demo` does. */
const demo = (url: string) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const command = [path.join(repository, 'packages/cli/bin/trialogue.js'), 'demo'];
    const { PATH, HOME } = process.env;
    const options = { cwd: temporaryFolder(), env: { PATH, HOME, TRIALOGUE_URL: url }, timeout: 170_000 };
    execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });

/** `experiment variant here exposures completions failures`, as the demo's table has them. */
const rowsOf = (output: string) =>
  [...output.matchAll(/^ {2}(\w+) +(\w+) +(\d+) +(\d+) +(\d+) +(\d+)$/gm)].map(
    ([, experiment, variant, ...counts]) => ({
      experiment,
      variant,
      counts: counts.map(Number),
    }),
  );

test('it talks, predicts, and shows that all of it was counted, for every variant', async () => {
  const product = await startProduct();
  const { code, output } = await demo(`${product.url}/graphql`);
  expect({ code, output }).toMatchObject({ code: 0 });
  for (const line of ['conversations: 20 of 20', 'predictions: 20 of 20', 'hybrid answers: 10 of 10', 'All '])
    expect(output).toContain(line);
  const rows = rowsOf(output);
  const of = (experiment: string) => rows.filter((row) => row.experiment === experiment);
  for (const { counts } of rows) expect(counts).toEqual([counts[0], expect.any(Number), counts[0], 0]);
  expect(of('food_budget_forecast').map(({ counts }) => counts)).toEqual([
    [10, 10, 10, 0],
    [10, 10, 10, 0],
  ]);
  expect(of('budget_advice').map(({ counts }) => counts)).toEqual([
    [5, 5, 5, 0],
    [5, 5, 5, 0],
  ]);
  const talks = rows.filter(({ experiment }) => !['food_budget_forecast', 'budget_advice'].includes(experiment!));
  expect(talks.reduce((sum, { counts }) => sum + counts[1]!, 0)).toBe(20);
  for (const { counts } of talks) expect(counts[1]).toBeGreaterThan(0);
});

test('what fails is counted and named with its code, and the rest goes on', async () => {
  const product = await startProduct({ FOOD_BUDGET_2_URL: 'http://127.0.0.1:2' });
  const { code, output } = await demo(`${product.url}/graphql`);
  expect({ code, output }).toMatchObject({ code: 1 });
  expect(output).toContain('food_budget_forecast: MODEL_UNAVAILABLE:');
  const forecast = rowsOf(output).filter(({ experiment }) => experiment === 'food_budget_forecast');
  expect(forecast.map(({ counts }) => counts)).toEqual([
    [10, 10, 10, 0],
    [10, 10, 0, 10],
  ]);
});

test('where nothing runs it says how to start the product', async () => {
  const { code, output } = await demo('http://127.0.0.1:1/graphql');
  expect(code).toBe(1);
  expect(output).toBe(
    '\nhttp://127.0.0.1:1/graphql does not answer.\nStart the product in another terminal (npm start), or set TRIALOGUE_URL to the graph of one that runs.\n',
  );
});
