import path from 'node:path';
import { assign, type ExperimentSnapshot } from '@trialogue/assignment';
import { type ExecutionRequest, Executor, Plugins } from '@trialogue/executor';
import { createModels } from '@trialogue/models';
import type { JsonObject } from '@trialogue/plugin-api';
import { configProblems, type PolicyVersionBody, planConfig } from '@trialogue/variant-config';
import { pino } from 'pino';
import { openStandIn, type StandIn } from './stand-in/server';

const units = 10_000;
const atOnce = 16;
const root = path.join(__dirname, '../../..');
const logger = pino({ level: 'silent' });

/** Two versions of the example's policy; configs from before name the first by an id of its own. */
const versions: PolicyVersionBody[] = [1, 2].map((number) => ({
  ...{ name: 'food_budget', number, description: '', status: 'ACTIVE', modelName: 'food_budget' },
  ...{ modelVersion: String(number), inputs: [{ name: 'income', type: 'number', required: true }] },
  ...{ params: {}, timeoutMs: 5_000, checksum: '' },
}));
const policy = {
  ...{ name: 'food_budget', description: '', versions: { 1: 'v1', 2: 'v2' }, aliases: { 'uuid-v1': 1 } },
  endpoints: { 1: 'standin:food_budget_1', 2: 'standin:food_budget_2' },
};

const legacy: JsonObject[] = [
  { policy_version_id: 'uuid-v1', params: { threshold: 0.5 } },
  { policy_version_id: 'food_budget@2' },
];
const twins: JsonObject[] = legacy.map(({ policy_version_id, ...rest }) => ({
  execution_strategy: 'mlflow_model',
  mlflow_model: { policy_version_id: policy_version_id! },
  ...rest,
}));

let standIn: StandIn;
let plugins: Plugins;
beforeAll(async () => {
  standIn = (await openStandIn(path.join(root, 'training/models'), logger))!;
  plugins = new Plugins(
    { projectRoot: root, secret: () => undefined, logger },
    { mountable: async () => new Map(), mount: () => {}, users: async () => [], publish: async () => {} },
  );
  await plugins.load([{ name: '@trialogue/plugin-mlflow-model', options: {}, secrets: [] }]);
});
afterAll(async () => {
  await plugins.close();
  await standIn.close();
});

/** Releases as a process has them in memory. */
function published() {
  const { name, version, configKey, config, input, output, effects } = plugins.strategy('mlflow_model')!.strategy;
  const strategy = { name, version, plugin: 'mlflow-model', configKey, config, input, output, effects };
  const all = [
    { hash: 's', kind: 'strategy', key: name, body: strategy },
    { hash: 'p', kind: 'policy', key: policy.name, body: policy },
    ...versions.map((body) => ({
      ...{ hash: `v${body.number}`, kind: 'policy_version', key: `${body.name}@${body.number}`, body },
    })),
  ].map((release) => ({ ...release, refs: [] })) as any[];
  return {
    head: (kind: string, key: string) => all.find((one) => one.kind === kind && one.key === key),
    heads: (kind: string) => all.filter((one) => one.kind === kind),
    get: async (hash: string) => all.find((one) => one.hash === hash),
    fresh: async () => undefined,
  };
}

test(`a config from before and its rewritten twin give ${units} units the same variant and the same output`, async () => {
  const releases = published();
  const executor = new Executor({
    ...{ plugins, releases, standInUrl: standIn.url, clock: () => new Date(), events: { check: () => undefined } },
    models: createModels({ logger, paceMs: 0 }),
  });
  const snapshot = (configs: readonly JsonObject[]): ExperimentSnapshot => ({
    ...{ key: 'e', unitType: 'user', status: 'RUNNING', salt: 'salt', allocation: 1, traffic: 1 },
    variants: configs.map((config, index) => {
      expect(configProblems(config, releases)).toEqual([]);
      const of = { key: `v${index}`, weight: 1 + index, isControl: index === 0, executionStrategy: 'mlflow_model' };
      return { ...of, ...planConfig(config, releases) };
    }),
  });
  const outcome = async (experiment: ExperimentSnapshot, unit: number) => {
    const variant = assign(experiment, { unit: `u${unit}` }).variant!;
    const record = await executor.execute({
      ...{ id: `${unit}`, unit: `u${unit}`, attributes: {}, input: { features: { income: 300 + unit / 7 } }, logger },
      plan: { strategy: variant.executionStrategy, config: variant.config, pins: variant.pins },
      signal: new AbortController().signal,
      ledger: { begin: async () => ({ state: 'NEW' }), done: async () => {} },
      emit: async () => {},
    } as ExecutionRequest);
    return { variant: variant.key, arm: variant.arm, output: 'output' in record ? record.output : record };
  };

  const [old, twin] = [snapshot(legacy), snapshot(twins)];
  const seen = new Set<string>();
  let next = 0;
  const worker = async () => {
    for (let unit = next++; unit < units; unit = next++) {
      const [before, after] = [await outcome(old, unit), await outcome(twin, unit)];
      if (JSON.stringify(before) !== JSON.stringify(after)) expect([unit, before]).toEqual([unit, after]);
      expect((before.output as any).prediction).toBeGreaterThan(0);
      seen.add(before.variant);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  expect([...seen].sort()).toEqual(['v0', 'v1']);
}, 600_000);
