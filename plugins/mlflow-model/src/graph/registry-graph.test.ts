import { MlflowError } from '@trialogue/mlflow';
import { fakeContext, fakeHost } from '@trialogue/plugin-api/testing';
import { registryOf } from '../promotion/testing/promoting';
import { mlflowGraph } from './mlflow-graph';
import { ModelVersions } from './model-versions';
import { registryGraph } from './registry-graph';

const asked: string[] = [];
const host = fakeHost({
  graph: (document, variables: any) => {
    asked.push(JSON.stringify(variables));
    return Object.fromEntries(
      [...document.matchAll(/p(\d+): policy/g)].map(([, at]) => {
        const [name, number] = [variables[`n${at}`], variables[`v${at}`]];
        return [`p${at}`, name === 'gone' ? null : { version: { modelName: 'm', modelVersion: `${number}` } }];
      }),
    );
  },
});

const registry = registryOf({ 1: { rmse: 3 }, 2: { rmse: 2 } }, { champion: '2' });
const { resolvers, references } = registryGraph(registry, new ModelVersions(host, registry), 'http://mlflow:5000/');
const field = (type: string, name: string, parent: unknown, args: unknown = {}, context = fakeContext()): any =>
  (resolvers[type]![name] as any)(parent, args, context);
const modelOf = (config: object) => field('Variant', 'model', { config });

test.each([
  ['names none', { execution_strategy: 'prompt_template' }, null],
  ['names a version', { mlflow_model: { policy_version_id: 'a@2' } }, { name: 'm', version: '2', id: 'm/2' }],
  [
    'names an alias, as a draft may',
    { mlflow_model: { policy_version_id: '5f0c-uuid', model_name: 'm' } },
    { name: 'm', version: null, id: null },
  ],
  [
    'names one of the registry',
    { mlflow_model: { policy_version_id: 'models:/m/3' } },
    { name: 'm', version: '3', id: 'm/3' },
  ],
  ['names what is gone', { mlflow_model: { policy_version_id: 'gone@1' } }, { name: null, version: null, id: null }],
])('the model of a variant that %s', async (_, config, expected) => {
  const model = modelOf(config);
  if (expected === null) return expect(model).toBeNull();
  const read = async (name: string) => [name, await field('ModelVersion', name, model)];
  expect(Object.fromEntries(await Promise.all(['name', 'version', 'id'].map(read)))).toEqual(expected);
});

test('policy versions of one request are asked for together, and never again', async () => {
  asked.splice(0);
  const context = fakeContext();
  const models = ['x@1', 'y@2', 'x@1'].map((id) => modelOf({ mlflow_model: { policy_version_id: id } }));
  const ids = () => Promise.all(models.map((model) => field('ModelVersion', 'id', model, {}, context)));
  expect(await ids()).toEqual(['m/1', 'm/2', 'm/1']);
  expect(await ids()).toEqual(['m/1', 'm/2', 'm/1']);
  expect(asked).toEqual(['{"n0":"x","v0":1,"n1":"y","v1":2}']);
});

test('a version that was seen is told on, as stale, while MLflow does not answer; one that was not says so', async () => {
  const [seen] = await references!.ModelVersion!([{ id: 'm/2' }], fakeContext());
  expect(await field('ModelVersion', 'aliases', seen)).toEqual(['champion']);
  expect(await field('ModelVersion', 'metrics', seen)).toEqual({ rmse: 2 });
  const { version } = registry;
  registry.version = async () => {
    throw new MlflowError('ECONNREFUSED');
  };
  const read = (name: string) => field('ModelVersion', name, seen);
  expect([await read('aliases'), await read('metrics'), await read('stale')]).toEqual([
    ['champion'],
    { rmse: 2 },
    true,
  ]);
  await expect(field('Query', 'modelVersion', null, { name: 'm', version: '1' })).rejects.toMatchObject({
    code: 'MLFLOW_UNAVAILABLE',
    message: 'MLflow does not answer: ECONNREFUSED.',
  });
  registry.version = version;
  expect(await read('stale')).toBe(false);
});

test('a version is named by its number or an alias, and by one of them', async () => {
  const find = (args: object) => field('Query', 'modelVersion', null, { name: 'm', ...args });
  expect(await find({ alias: 'champion' })).toMatchObject({ id: 'm/2', reference: 'models:/m/2' });
  expect(await find({ version: '1' })).toMatchObject({ id: 'm/1' });
  expect([await find({ version: '9' }), await find({ alias: 'nobody' })]).toEqual([null, null]);
  await expect(find({})).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('without an address the graph is the same, and says that no MLflow is configured', async () => {
  const graph = mlflowGraph(host, undefined, {});
  const models: any = graph.resolvers.Query!.registeredModels;
  await expect(models(null, { first: 1 }, fakeContext())).rejects.toMatchObject({ code: 'MLFLOW_NOT_CONFIGURED' });
  const promotions: any = graph.resolvers.Query!.promotions;
  expect(await promotions(null, { model: 'm', first: 5 }, fakeContext())).toMatchObject({ edges: [] });
});
