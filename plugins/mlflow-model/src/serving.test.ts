import type { JsonObject, Policy } from '@trialogue/plugin-api';
import { pino } from 'pino';
import { openStandIn, type StandIn } from '../../../packages/cli/src/stand-in/server';
import {
  ask,
  doors,
  invoke,
  numbersOf,
  predicted,
  refused,
} from '../../../packages/cli/src/stand-in/testing/scoring-cases';
import { type ModelCall, openModel } from './testing/model';
import { mlflowTest, type RealMlflow, serveFoodBudget } from './testing/real-mlflow';

const model = openModel();
let mlflow: RealMlflow | undefined;
let standIn: StandIn | undefined;

/** Started for the first test that needs it, and not at all when each is skipped. */
async function both(): Promise<{ real: readonly string[]; standIns: readonly string[] }> {
  mlflow ??= await serveFoodBudget();
  standIn ??= (await openStandIn(mlflow.models, pino({ level: 'silent' })))!;
  const { url } = standIn;
  return { real: mlflow.urls, standIns: standIn.models.map((model) => `${url}/${model}`) };
}
afterAll(async () => {
  await model.close();
  await standIn?.close();
  await mlflow?.close();
});

const patienceMs = 240_000;

mlflowTest(
  'the stand-in predicts what MLflow predicts, in every form of input',
  async () => {
    const { real, standIns } = await both();
    for (const [version, url] of real.entries())
      for (const [body, incomes] of predicted) {
        const [theirs, ours] = await Promise.all([invoke(url, body), invoke(standIns[version]!, body)]);
        expect({ body, status: theirs.status, type: theirs.type }).toEqual({
          body,
          status: ours.status,
          type: ours.type,
        });
        expect(numbersOf(theirs)).toHaveLength(incomes.length);
        for (const [row, number] of numbersOf(theirs).entries()) expectSame(numbersOf(ours)[row]!, number);
      }
  },
  patienceMs,
);

mlflowTest(
  'the stand-in refuses what MLflow refuses, with the same status and code',
  async () => {
    const { real, standIns } = await both();
    for (const [body, code] of refused) {
      const [theirs, ours] = await Promise.all([invoke(real[0]!, body), invoke(standIns[0]!, body)]);
      for (const { status, type, text } of [theirs, ours])
        expect({ body, status, type, code: JSON.parse(text).error_code }).toEqual({
          body,
          status: 400,
          type: 'application/json',
          code,
        });
    }
  },
  patienceMs,
);

mlflowTest(
  'the doors are MLflow’s too',
  async () => {
    const { real, standIns } = await both();
    for (const [request, init, status, type] of doors)
      for (const url of [real[0]!, standIns[0]!])
        expect({ request, ...(await ask(url, request, init)) }).toMatchObject({ request, status, type });
  },
  patienceMs,
);

mlflowTest(
  'the strategy gets the same prediction from MLflow and from the stand-in',
  async () => {
    const { real, standIns } = await both();
    for (const version of [0, 1])
      for (const income of [377.06, 1000, 4957.81]) {
        const [theirs, ours] = await Promise.all([
          predict(real[version]!, { income }),
          predict(standIns[version]!, { income }),
        ]);
        expect(theirs.prediction).toBeGreaterThan(100);
        expectSame(ours.prediction, theirs.prediction);
      }
  },
  patienceMs,
);

mlflowTest(
  'a policy whose inputs are not the model’s fails with what MLflow says of it, and so with the stand-in',
  async () => {
    const { real, standIns } = await both();
    for (const url of [real[0]!, standIns[0]!]) {
      const { failure } = await predict(url, { age: 40 }).catch((error) => error);
      expect(failure.code).toBe('MODEL_FAILED');
      expect(failure.reason).toMatch(
        /^it answered 400 INVALID_PARAMETER_VALUE: .*Model is missing inputs \['income'\]/,
      );
    }
  },
  patienceMs,
);

/** Runs the strategy as a host would, with a policy that is served there and takes these features. */
async function predict(url: string, features: { [input: string]: number }): Promise<any> {
  const policy: Policy = {
    reference: 'food_budget@1',
    model: { name: 'food_budget', version: '1' },
    inputs: Object.keys(features).map((name) => ({ name, type: 'number', required: true })),
    params: { unknown: 'to the model, which lets it be' },
    urls: [url],
    timeoutMs: 20_000,
    standIn: false,
  };
  const call = {
    config: { policy_version_id: policy.reference },
    input: { features: features as JsonObject },
    policies: { get: async () => policy, call: (_policy: Policy, ask: () => Promise<any>) => ask() },
    signal: new AbortController().signal,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
  };
  return model.strategy.execute(call as unknown as ModelCall);
}

function expectSame(ours: number, theirs: number): void {
  if (Number.isFinite(theirs)) expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-9);
  else expect(ours).toBe(theirs);
}
