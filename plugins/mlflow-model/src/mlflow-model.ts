import { defineStrategy, StrategyFailure } from '@trialogue/plugin-api';
import { invoke } from './invoke';
import { recordOf } from './record';

/**
 * Asks a model that MLflow serves for one prediction. Which version of which model, what it is asked with and where it is
 * served says the policy version that the config names.
 */
export const mlflowModel = defineStrategy({
  name: 'mlflow_model',
  version: '1',
  configKey: 'mlflow_model',
  config: {
    type: 'object',
    properties: {
      policy_version_id: {
        type: 'string',
        ref: 'model',
        minLength: 1,
        title: 'Policy version',
        description: '`name@number`, or one of its other names, which is resolved when the experiment starts',
      },
      model_name: {
        type: 'string',
        minLength: 1,
        description: 'What the model is called in MLflow’s registry: a safeguard, refused when the policy’s is another',
      },
    },
    required: ['policy_version_id'],
    additionalProperties: false,
  },
  input: {
    type: 'object',
    properties: {
      features: { type: 'object', properties: {}, description: 'A value for each input of the policy: one record' },
      known: {
        type: 'object',
        properties: {},
        description: 'Where inputs are looked for that `features` leaves out; whatever else stands there is not sent',
      },
    },
    required: ['features'],
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: {
      prediction: { title: 'Prediction', description: 'What the model answers for the record: a number, a label, …' },
      model: { type: 'string', description: 'As MLflow’s registry calls it' },
      modelVersion: { type: 'string', description: 'As MLflow’s registry calls it' },
    },
    required: ['prediction', 'model', 'modelVersion'],
    additionalProperties: false,
  },
  effects: 'idempotent',
  timeoutMs: 600_000, // the policy has its own limit

  async execute({ config, input, policies, signal, logger }) {
    const policy = await policies.get(config.policy_version_id);
    const { name: model, version: modelVersion } = policy.model;
    if (config.model_name !== undefined && config.model_name !== model) {
      const message = `is "${config.model_name}", and ${policy.reference} is a version of the model "${model}"`;
      throw new StrategyFailure({ code: 'CONFIG_INVALID', problems: [{ path: ['model_name'], message }] });
    }
    const record = recordOf(policy, input.features, input.known ?? {});
    return {
      prediction: await policies.call(policy, () => invoke(policy, record, signal, logger)),
      model,
      modelVersion,
    };
  },
});
