import type { JSONSchema } from '@trialogue/plugin-api';
import { mostCandidates } from './rerank';

type Mode = 'predict_then_prompt' | 'route' | 'prompt_then_predict' | 'rerank';

/** Configs of this mode, which is not the default. */
export const inMode = <const Name extends Mode>(mode: Name) =>
  ({ properties: { mode: { const: mode } }, required: ['mode'] }) as const;

const prompt = { type: 'string', ref: 'prompt', minLength: 1 } as const;

const featuresPrompt = {
  ...prompt,
  title: 'Prompt version',
  description: 'Of `prompt_then_predict`: its answer, an object, is what the model is asked with',
} as const;

export const configSchema = {
  type: 'object',
  properties: {
    mode: {
      enum: ['predict_then_prompt', 'route', 'prompt_then_predict', 'rerank'],
      default: 'predict_then_prompt',
      description: 'Which of the two models comes first, and what it is for',
    },
    routes: {
      type: 'array',
      maxItems: 50,
      description:
        'Of `route`: the first that takes the prediction says which prompt answers; else that of prompt_config',
      items: {
        type: 'object',
        properties: {
          equals: { title: 'Value', description: 'Takes this prediction: a text, a number, true or false' },
          from: { type: 'number', description: 'Takes numbers from this on' },
          below: { type: 'number', description: 'Takes numbers below this' },
          prompt: { ...prompt, title: 'Prompt version' },
        },
        required: ['prompt'],
        additionalProperties: false,
      },
    },
    features_prompt: featuresPrompt,
    candidates_prompt: {
      ...prompt,
      title: 'Prompt version',
      description: 'Of `rerank`: its answer has the list `candidates`, where the input has none',
    },
    best: { enum: ['highest', 'lowest'], default: 'highest', description: 'Of `rerank`: which prediction comes first' },
    words: {
      type: 'boolean',
      default: true,
      description: 'Of `prompt_then_predict` and `rerank`: whether prompt_config puts the result into words',
    },
    on_prediction_failure: {
      type: 'object',
      description: 'What stands in for a prediction that fails',
      properties: {
        value: { title: 'Value', description: 'Taken for the prediction' },
        skip: { type: 'boolean', description: 'true: it goes on without one, as null' },
      },
      additionalProperties: false,
    },
    on_prompt_failure: {
      type: 'object',
      description: 'What is answered when a prompt fails',
      properties: {
        text: { type: 'string', minLength: 1, maxLength: 10_000, description: '{{ prediction }} in it is filled in' },
      },
      required: ['text'],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
  if: inMode('prompt_then_predict'),
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: { required: ['features_prompt'], properties: { features_prompt: featuresPrompt } },
} as const satisfies JSONSchema;

export const inputSchema = {
  type: 'object',
  properties: {
    text: { type: 'string', minLength: 1, description: 'What the user says' },
    features: {
      type: 'object',
      properties: {},
      description: 'Inputs of the policy; each that is left out is looked for in the variables, then in the attributes',
    },
    variables: { type: 'object', properties: {}, description: 'Of the prompt, over those of the conversation' },
    candidates: {
      type: 'array',
      maxItems: mostCandidates,
      items: { type: 'object', properties: {} },
      description: 'Of `rerank`: each with inputs of the policy, and whatever else tells it from others',
    },
  },
  required: ['text'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export const outputSchema = {
  type: 'object',
  properties: {
    text: { type: 'string', description: 'What the chat model answers' },
    structured: { title: 'Object', description: 'What a prompt version with a schema of its answer was answered by' },
    stopReason: { type: 'string', description: '`end`, `length`, `refusal`, `fallback` or the provider’s own word' },
    prediction: { title: 'Prediction', description: 'What the model answered; of `rerank`, the best; null: nothing' },
    route: { type: 'string', description: 'The prompt version that was chosen by the prediction' },
    candidates: {
      type: 'array',
      items: { title: 'Ranked', description: '`candidate` and `score`' },
      description: 'The best first',
    },
    fallbacks: {
      type: 'array',
      items: { enum: ['prediction', 'prompt'] },
      description: 'The halves that failed and were stood in for',
    },
  },
  required: ['text', 'stopReason', 'prediction'],
} as const satisfies JSONSchema;
