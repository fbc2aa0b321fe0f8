import { once } from 'node:events';
import { createServer } from 'node:http';
import {
  type TrackingServer,
  trackFoodBudget,
  trackingTest,
} from '../../../plugins/mlflow-model/src/testing/real-mlflow';
import { MlflowError, type MlflowRegistry, mlflowApi, mlflowRegistry } from './index';

let started: TrackingServer | undefined;
let registry: MlflowRegistry;

/** A tracking server with the examples' model in two versions, started for the first test that needs it. */
async function real(): Promise<TrackingServer> {
  if (started) return started;
  started = await trackFoodBudget();
  registry = mlflowRegistry(mlflowApi({ url: started.url }));
  return started;
}
afterAll(() => started?.close());

trackingTest(
  'models, versions, aliases, tags, runs and signatures, as MLflow has them; what is not there is undefined',
  async () => {
    await real();
    const { run_id: runId, ...version } = (await registry.version('food_budget', '1'))!;
    expect(version).toMatchObject({ name: 'food_budget', version: '1', status: 'READY' });
    expect((await registry.versionsOf('food_budget')).map((one) => one.version).sort()).toEqual(['1', '2']);
    expect((await registry.models({ first: 1 })).items.map(({ name }) => name)).toEqual(['food_budget']);
    expect(await registry.signature('food_budget', '1')).toEqual({
      inputs: [{ name: 'income', type: 'double', required: true }],
      outputs: [{ type: 'double', required: true }],
      params: [],
    });
    for (const missing of ['9', 'latest']) {
      expect(await registry.version('food_budget', missing)).toBeUndefined();
      expect(await registry.signature('food_budget', missing)).toBeUndefined();
    }
    expect(await registry.model('nobody')).toBeUndefined();
    expect(await registry.run('0'.repeat(32))).toBeUndefined();

    expect(await registry.aliased('food_budget', 'champion')).toBeUndefined();
    await registry.setAlias('food_budget', 'champion', '1');
    await registry.setAlias('food_budget', 'champion', '2');
    expect(await registry.aliased('food_budget', 'champion')).toMatchObject({ version: '2' });
    await registry.deleteAlias('food_budget', 'champion');
    await registry.deleteAlias('food_budget', 'champion');
    expect(await registry.aliased('food_budget', 'champion')).toBeUndefined();

    await registry.setVersionTag('food_budget', '1', { key: 'reviewed', value: 'yes' });
    expect((await registry.version('food_budget', '1'))!.tags).toContainEqual({ key: 'reviewed', value: 'yes' });

    const metrics = Array.from({ length: 1_001 }, (_, step) => ({ key: 'online', value: step, timestamp: 1, step }));
    await registry.logBatch(runId!, { metrics, tags: [{ key: 'by', value: 'test' }] });
    await registry.logBatch(runId!, { metrics, tags: [{ key: 'by', value: 'test' }] });
    const { data } = (await registry.run(runId!))!;
    expect(data.metrics).toContainEqual(expect.objectContaining({ key: 'online', value: 1_000, step: 1_000 }));
    expect(data.tags).toContainEqual({ key: 'by', value: 'test' });
  },
  240_000,
);

trackingTest(
  'a version that was logged without a signature has none',
  async () => {
    const { run } = await real();
    await run(`import mlflow
class Model(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input): return [1]
mlflow.pyfunc.log_model(name="bare", python_model=Model(), registered_model_name="bare")`);
    expect(await registry.signature('bare', '1')).toBeNull();
  },
  120_000,
);

describe('what is no answer of MLflow', () => {
  const answered = async (status: number, body: string) => {
    const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const error = await mlflowRegistry(mlflowApi({ url: `http://127.0.0.1:${port}/` }))
      .model('m')
      .catch((refused) => refused);
    server.close().closeAllConnections();
    return error;
  };

  test.each<[string, number, string, string]>([
    ['a page of a proxy', 502, '<html>', 'it answers 502'],
    ['a redirect', 302, '', 'it answers 302'],
    ['no JSON', 200, 'OK', 'it answers 200'],
    ['more than anybody wants', 200, 'x'.repeat(16_000_001), 'its answer is larger than 16000000 bytes'],
  ])('%s is silence', async (_, status, body, message) => {
    const error = await answered(status, body);
    expect(error).toBeInstanceOf(MlflowError);
    expect([error.message, error.isSilence]).toEqual([message, true]);
  });

  test('a refusal is told in its words', async () => {
    const error = await answered(403, '{"error_code":"PERMISSION_DENIED","message":"Permission denied"}');
    expect([error.message, error.isSilence]).toEqual(['it answers 403 PERMISSION_DENIED: Permission denied', false]);
    const long = await answered(500, `{"error_code":"INTERNAL_ERROR","message":"${'insert '.repeat(10_000)}"}`);
    expect(long.message).toHaveLength('it answers 500 INTERNAL_ERROR: '.length + 1_000);
    const odd = await answered(500, JSON.stringify({ message: `${'x'.repeat(998)}\u0000😀` }));
    expect(odd.message).toBe(`it answers 500: ${'x'.repeat(998)}\ufffd`);
  });

  test('nobody there is silence', async () => {
    const refused = mlflowRegistry(mlflowApi({ url: 'http://127.0.0.1:1' })).model('m');
    await expect(refused).rejects.toMatchObject({ message: 'ECONNREFUSED', isSilence: true });
  });
});
