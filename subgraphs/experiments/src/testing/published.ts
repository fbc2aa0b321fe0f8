import type { ExperimentSnapshot } from '@trialogue/assignment';
import { contentHash } from '@trialogue/canonical-json';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Store } from '@trialogue/store';
import type { PromptBody, PromptVersionBody, StrategyBody } from '@trialogue/variant-config';

const text = { type: 'string' };

const strategy = (name: string, configKey: string, properties: JsonObject, required: string[]): StrategyBody => ({
  ...{ name, version: '1.0.0', plugin: name, configKey, effects: 'none', input: {}, output: {} },
  config: { type: 'object', properties, required, additionalProperties: false },
});

/** What plugins would have published. */
export async function publishStrategies(store: Store, version = '1.0.0'): Promise<void> {
  const prompt = { prompt_version_id: { ...text, ref: 'prompt' }, model_provider: text, model_name: text };
  const bodies = [
    strategy('prompt_template', 'prompt_config', prompt, ['prompt_version_id']),
    strategy('mlflow_model', 'mlflow_model', { policy_version_id: text, model_name: text }, ['policy_version_id']),
  ];
  await publishBodies(
    store,
    bodies.map((body) => ({ ...body, version })),
  );
}

/** As the plugin publishes `mlflow_model` today: what it names is pinned. */
export function publishMarkedModel(store: Store): Promise<void> {
  const properties = { policy_version_id: { ...text, ref: 'model' }, model_name: text };
  return publishBodies(store, [strategy('mlflow_model', 'mlflow_model', properties, ['policy_version_id'])]);
}

async function publishBodies(store: Store, bodies: readonly StrategyBody[]): Promise<void> {
  await store.transaction(async (sql) => {
    for (const body of bodies) await store.releases.publish(sql, { kind: 'strategy', key: body.name, schema: 1, body });
  });
  await store.releases.refresh();
}

/** What the prompt registry would have published: versions from 1 with these templates, and where the labels stand. */
export async function publishPrompt(
  store: Store,
  name: string,
  templates: readonly string[],
  labels: { readonly [label: string]: number },
  more: Partial<PromptVersionBody> = {},
): Promise<void> {
  await store.transaction(async (sql) => {
    const versions: Record<string, string> = {};
    for (const [index, template] of templates.entries()) {
      const number = index + 1;
      const body: PromptVersionBody = {
        ...{ name, number, description: '', status: 'ACTIVE', syntax: 'JINJA', template, variables: [], params: {} },
        ...{ modelProvider: 'anthropic', modelName: 'claude', replies: [], checksum: contentHash(template) },
        ...more,
      };
      const release = { kind: 'prompt_version', key: `${name}@${number}`, schema: 1, body };
      versions[number] = (await store.releases.publish(sql, release)).hash;
    }
    const body: PromptBody = { name, description: '', labels, versions };
    await store.releases.publish(sql, { kind: 'prompt', key: name, schema: 1, body, refs: Object.values(versions) });
  });
  await store.releases.refresh();
}

/** An experiment as starting it would have published it: `a`, the control, and `b`; answers the release's hash. */
export async function publishExperiment(
  store: Store,
  key: string,
  more: Partial<ExperimentSnapshot> = {},
): Promise<string> {
  const variant = (name: string) => ({
    ...{ key: name, weight: 1, isControl: name === 'a', executionStrategy: 'none', config: {}, pins: {} },
    ...{ arm: `arm-${name}`, value: { name } },
  });
  const body: ExperimentSnapshot = {
    ...{ key, unitType: 'user', status: 'RUNNING', salt: `salt of ${key}`, allocation: 1, traffic: 1 },
    variants: [variant('a'), variant('b')],
    ...more,
  };
  const { hash } = await store.transaction((sql) =>
    store.releases.publish(sql, { kind: 'experiment', key, schema: 1, body }),
  );
  await store.releases.refresh();
  return hash;
}
