import { mlflowApi, mlflowRegistry } from '@trialogue/mlflow';
import { type TrackingServer, trackFoodBudget, trackingTest } from '../plugins/mlflow-model/src/testing/real-mlflow';
import { json, type ScoringServer, scoringServer } from '../plugins/mlflow-model/src/testing/scoring-server';
import { execute } from './support/execute';
import { type Product, startProduct } from './support/product';
import { until } from './support/until';

let mlflow: TrackingServer | undefined;
let servers: ScoringServer[] = [];
let product: Product;
afterAll(() => Promise.all([mlflow?.close(), ...servers.map((server) => server.stop())]));

/** Both versions of a real registry, each with a server that speaks its protocol. */
async function started() {
  [mlflow, ...servers] = await Promise.all([trackFoodBudget(), scoringServer(), scoringServer()]);
  const registry = mlflowRegistry(mlflowApi({ url: mlflow.url }));
  await registry.setAlias('food_budget', 'champion', '1');
  await registry.setAlias('food_budget', 'challenger', '2');
  servers[1]!.answerWith((response) => json(response, 200, { predictions: [650] }));
  product = await startProduct({
    MLFLOW_TRACKING_URI: mlflow.url,
    FOOD_BUDGET_1_URL: servers[0]!.url,
    FOOD_BUDGET_2_URL: servers[1]!.url,
  });
  return registry;
}

/** Starts an experiment whose variants both predict so; answers what its first one is made of then. */
async function start(key: string, model: object, more: object = { execution_strategy: 'mlflow_model' }) {
  const config = { mlflow_model: model, ...more };
  const variants = ['one', 'other'].map((variant) => ({ key: variant, config }));
  const input = { key, unitType: 'household', variants, primaryMetric: 'error', sampleSize: 100 };
  await product.ask('mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }', { input });
  const { startExperiment } = await product.ask(
    'mutation($key: ID!) { startExperiment(key: $key) { variants { config arm } } }',
    { key },
  );
  return startExperiment.variants[0];
}

const champion = { policy_version_id: 'models:/food_budget@champion' };
const predict = (experiment: string, features: object = { income: 1000 }) =>
  execute(product, experiment, 'h', { features });

/** A third version of the policy, of the first model, which leaves the inputs to the signature. */
async function applyOpenPolicy() {
  const version = { number: 3, modelName: 'food_budget', modelVersion: '1', endpoint: servers[0]!.url, inputs: [] };
  const { applyPolicies } = await product.ask(
    'mutation($policies: [ApplyPolicyInput!]!) { applyPolicies(policies: $policies) { outcome problems { message } } }',
    { policies: [{ name: 'food_budget', versions: [version] }] },
  );
  expect(applyPolicies).toEqual([{ outcome: 'UPDATED', problems: [] }]);
}

trackingTest(
  'an alias is what it stands for when the experiment starts; shadow, signature, and MLflow and a server that go away',
  async () => {
    const registry = await started();
    const shadow = { policy_version_id: 'models:/food_budget@challenger' };
    const { config } = await start('first', { ...champion, shadow });
    expect(config.mlflow_model).toEqual({
      policy_version_id: 'food_budget@1',
      shadow: { policy_version_id: 'food_budget@2' },
    });
    expect(await predict('first')).toMatchObject({ output: { prediction: 600, modelVersion: '1' }, error: null });
    const events = async () =>
      (await product.ask('{ events(type: "shadow_scored") { edges { node { unit arm data } } } }')).events.edges;
    await until(async () => (await events()).length === 1);
    expect((await events())[0].node).toMatchObject({
      unit: 'h',
      data: {
        champion: { policy: 'food_budget@1', prediction: 600 },
        challenger: { policy: 'food_budget@2', prediction: 650 },
        ...{ equal: false, difference: 50 },
      },
    });

    // Applying a policy has the aliases looked at, which otherwise happens every ten seconds.
    await registry.setAlias('food_budget', 'champion', '2');
    await applyOpenPolicy();
    expect((await start('next', champion)).config.mlflow_model).toEqual({ policy_version_id: 'food_budget@2' });
    expect(await predict('first')).toMatchObject({ output: { prediction: 600, modelVersion: '1' } });
    expect(await predict('next')).toMatchObject({ output: { prediction: 650, modelVersion: '2' } });

    const { config: signed } = await start('signed', { policy_version_id: 'models:/food_budget/1' });
    expect(signed.mlflow_model).toEqual({ policy_version_id: 'food_budget@3' }); // the newest that serves it
    await until(async () => (await predict('signed', { incone: 1 })).error?.code === 'BAD_USER_INPUT');
    const { error } = await predict('signed', { incone: 1 });
    expect(error!.message).toContain('incone is no column of the model food_budget/1, whose signature has income');
    expect(await predict('signed')).toMatchObject({ output: { prediction: 600 } });
    const spoken = { execution_strategy: 'hybrid', prompt_config: { prompt_version_id: 'budget_coach@1' } };
    await start('spoken', { policy_version_id: 'food_budget@3' }, spoken);
    const said = { text: 'What will we spend?', variables: { income: 1000 } };
    expect(await execute(product, 'spoken', 'h', said)).toMatchObject({ output: { prediction: 600 }, error: null });

    await mlflow!.close();
    expect((await start('without', champion)).config.mlflow_model).toEqual({ policy_version_id: 'food_budget@2' });
    expect(await predict('without')).toMatchObject({ output: { prediction: 650 } });

    const [server] = servers;
    await server!.stop();
    expect(await predict('first')).toMatchObject({ status: 'FAILED', error: { code: 'MODEL_UNAVAILABLE' } });
    servers[0] = await scoringServer(Number(new URL(server!.url).port));
    expect(await predict('first')).toMatchObject({ output: { prediction: 600 } });
  },
  240_000,
);
