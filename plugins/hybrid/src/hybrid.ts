import { defineStrategy, type Json, type JsonObject } from '@trialogue/plugin-api';

/** The variable of the prompt that holds what the model predicted. */
export const predictionVariable = 'prediction';

/**
 * A prediction, put into words: runs `mlflow_model`, then `prompt_template` with the prediction among the variables, each
 * with its own member of the same config. What the model is asked with comes from the input's `features`, then from the
 * conversation's variables, then from what is known of the unit.
 */
export const hybrid = defineStrategy({
  name: 'hybrid',
  version: '1',
  configKey: 'hybrid',
  uses: ['mlflow_model', 'prompt_template'],
  provides: [predictionVariable],
  config: { type: 'object', properties: {}, additionalProperties: false },
  input: {
    type: 'object',
    properties: {
      text: { type: 'string', minLength: 1, description: 'What the user says' },
      features: {
        type: 'object',
        properties: {},
        description:
          'Inputs of the policy; each that is left out is looked for in the variables, then in the attributes',
      },
      variables: { type: 'object', properties: {}, description: 'Of the prompt, over those of the conversation' },
    },
    required: ['text'],
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: {
      text: { type: 'string', description: 'What the chat model answers' },
      structured: { title: 'Object', description: 'The answer, where the prompt version has a schema of it' },
      stopReason: { type: 'string', description: '`end`, `length`, `refusal` or the provider’s own word' },
      prediction: { title: 'Prediction', description: 'What the model answered' },
    },
    required: ['text', 'stopReason', 'prediction'],
  },
  effects: 'idempotent',
  timeoutMs: 1_200_000, // both, at their longest

  async execute({ input, attributes, conversation, run }) {
    const { text, features = {}, variables = {} } = input;
    const known: JsonObject = { ...attributes, ...conversation?.variables, ...variables };
    const { prediction } = await run<{ prediction: Json }>('mlflow_model', null, { features, known });
    const said = { text, variables: { ...variables, [predictionVariable]: prediction } };
    const answer = await run<{ text: string; structured?: Json; stopReason: string }>('prompt_template', null, said);
    return { ...answer, prediction };
  },
});
