import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { json, type ScoringServer, scoringServer } from '../plugins/mlflow-model/src/testing/scoring-server';
import { rows } from './support/database';
import { execute, unitsOf } from './support/execute';
import { makeProject, startProduct } from './support/product';

let server: ScoringServer;
beforeAll(async () => {
  server = await scoringServer();
});
afterAll(() => server.stop());

/** Only who never answers may exceed it, however busy the machine is. */
const limitMs = 3_000;

/** The examples' project, where a scoring server must answer within so many milliseconds. */
function projectWithTimeLimit(ms: number): string {
  const root = makeProject();
  const folder = path.join(root, 'config');
  const example = readFileSync(path.join(folder, 'policies.example.yml'), 'utf8');
  const limited = example.replace(/timeout_ms: \d+/g, `timeout_ms: ${ms}`);
  expect(limited).not.toBe(example);
  writeFileSync(path.join(folder, 'policies.yml'), limited);
  return root;
}

const faults: [string, (answer: ScoringServer) => void, string, string][] = [
  [
    'wrong',
    ({ answerWith }) => answerWith((response) => json(response, 200, { predictions: [1, 2] })),
    'MODEL_FAILED',
    'it gave 2 predictions for one record',
  ],
  [
    'refusing',
    ({ answerWith }) => answerWith((response) => json(response, 400, { error_code: 'BAD_REQUEST', message: 'No.' })),
    'MODEL_FAILED',
    'it answered 400 BAD_REQUEST: No',
  ],
  ['slow', ({ answerWith }) => answerWith(() => {}), 'MODEL_TIMEOUT', `did not answer within ${limitMs} ms`],
  ['down', ({ stop }) => void stop(), 'MODEL_UNAVAILABLE', 'its server refuses connections'],
];

test('a scoring server that fails costs an answer with its code; the exposure and the failure are recorded', async () => {
  const product = await startProduct({ FOOD_BUDGET_1_URL: server.url }, projectWithTimeLimit(limitMs));
  const { mean: unit } = await unitsOf(product, 'food_budget_forecast');
  const ask = () => execute(product, 'food_budget_forecast', unit!, { features: { income: 1000 } });
  expect(await ask()).toMatchObject({ status: 'COMPLETED', output: { prediction: 600 }, standIn: false });

  const codes: string[] = [];
  for (const [, fault, code, message] of faults) {
    fault(server);
    expect(await ask()).toMatchObject({
      status: 'FAILED',
      variant: { key: 'mean' },
      output: null,
      error: { code, message: expect.stringContaining(message) },
      model: 'food_budget/1',
    });
    codes.push(code);
  }
  const exposures = await rows(product.databaseUrl, 'select variant from exp.exposures where unit = $1', [unit]);
  expect(exposures).toEqual([{ variant: 'mean' }]);
  const ends = await rows(
    product.databaseUrl,
    `select type, data->>'code' as code from exp.events where unit = $1 and type like 'execution%' order by xid, seq`,
    [unit],
  );
  expect(ends).toEqual([
    { type: 'execution_completed', code: null },
    ...codes.map((code) => ({ type: 'execution_failed', code })),
  ]);
});
