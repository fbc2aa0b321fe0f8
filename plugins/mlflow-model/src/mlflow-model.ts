import { type Call, defineStrategy, type Json, type Policy, StrategyFailure } from '@trialogue/plugin-api';
import { type Asked, askedWith } from './forms';
import type { Scoring } from './scoring/scoring';
import { outcomeOf, type Shadows } from './shadow/shadows';
import type { Signatures } from './signatures';

const policyReference = {
  type: 'string',
  ref: 'model',
  minLength: 1,
  title: 'Policy version',
  description:
    '`name@number`, one of its other names, or what MLflow calls the model it serves: `models:/name/version` or `models:/name@alias`; resolved when the experiment starts',
} as const;
const records = {
  description: 'Many records, in this form of MLflow’s scoring protocol, in place of `features`',
} as const;

export interface ModelServices {
  readonly scoring: Pick<Scoring, 'predict' | 'predictAll'>;
  readonly signatures: Pick<Signatures, 'of'>;
  readonly shadows: Pick<Shadows, 'takes' | 'score'>;
}

/**
 * Asks a model that MLflow serves for predictions. Which version of which model, what it is asked with and where it is
 * served says the policy version that the config names.
 */
export const mlflowModel = ({ scoring, signatures, shadows }: ModelServices) =>
  defineStrategy({
    name: 'mlflow_model',
    version: '1',
    configKey: 'mlflow_model',
    config: {
      type: 'object',
      properties: {
        policy_version_id: policyReference,
        model_name: {
          type: 'string',
          minLength: 1,
          description:
            'What the model is called in MLflow’s registry: a safeguard, refused when the policy’s is another',
        },
        shadow: {
          type: 'object',
          properties: {
            policy_version_id: policyReference,
            share: { type: 'number', minimum: 0, maximum: 1, default: 1, description: 'Of the calls' },
          },
          required: ['policy_version_id'],
          additionalProperties: false,
          description: 'A challenger that is asked the same beside it, compared, and never served',
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
        dataframe_records: records,
        dataframe_split: records,
        instances: records,
        inputs: records,
      },
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        prediction: { title: 'Prediction', description: 'For `features`: a number, a label, …' },
        predictions: {
          title: 'Predictions',
          description: 'For many records: as the server answers them, in their order',
        },
        model: { type: 'string', description: 'As MLflow’s registry calls it' },
        modelVersion: { type: 'string', description: 'As MLflow’s registry calls it' },
      },
      required: ['model', 'modelVersion'],
      additionalProperties: false,
    },
    effects: 'idempotent',
    timeoutMs: 600_000, // the policy has its own limit

    async execute(call) {
      const { config, input, policies, signal, logger } = call;
      const challenger = await challengerOf(call, config.shadow, shadows);
      const policy = await policies.get(config.policy_version_id);
      const { name: model, version: modelVersion } = policy.model;
      if (config.model_name !== undefined && config.model_name !== model) {
        const message = `is "${config.model_name}", and ${policy.reference} is a version of the model "${model}"`;
        throw new StrategyFailure({ code: 'CONFIG_INVALID', problems: [{ path: ['model_name'], message }] });
      }
      const asked = askedWith(policy, policy.standIn ? undefined : await signatures.of(policy.model), input);
      const ask = (of: Policy, within: AbortSignal): Promise<Json> =>
        'record' in asked
          ? scoring.predict(of, asked.record, within, logger)
          : scoring.predictAll(of, asked.body, within, logger);
      const outcome = outcomeOf(() => policies.call(policy, () => ask(policy, signal)));
      if (challenger) shadows.score(call, { policy, outcome }, challenger, asked, (within) => ask(challenger, within));
      const its = await outcome;
      if ('error' in its) throw its.error;
      return { ...named(asked, its.answer), model, modelVersion };
    },
  });

const named = (asked: Asked, answer: Json) => ('record' in asked ? { prediction: answer } : { predictions: answer });

/** The policy of a variant's shadow, if this call has one. That there is none where one should be is no failure of the call. */
async function challengerOf(
  { id, policies, logger }: Pick<Call<unknown, unknown>, 'id' | 'policies' | 'logger'>,
  shadow: { readonly policy_version_id: string; readonly share?: number } | undefined,
  shadows: Pick<Shadows, 'takes'>,
): Promise<Policy | undefined> {
  if (!shadow || !shadows.takes({ id }, shadow.share)) return undefined;
  try {
    return await policies.get(shadow.policy_version_id, { counts: false });
  } catch (error) {
    logger.warn({ err: error, policy: shadow.policy_version_id }, 'A shadow cannot be asked.');
    return undefined;
  }
}
