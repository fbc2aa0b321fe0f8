import { mostCallsOfARound } from '@trialogue/plugin-api/host';
import { file, name, text, versionNumber } from './schema-parts';

const role = { enum: ['system', 'user', 'assistant'] } as const;
/** A template that stands in the file itself; the graph says how long it may be. */
const template = { type: 'string', maxLength: 65_536 } as const;

const variable = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string' },
    required: { type: 'boolean', default: false },
    default: {},
    description: text,
    schema: { type: 'object', description: 'JSON Schema (2020-12) of the value.' },
  },
} as const;

const promptVersion = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'model_provider', 'model_name'],
  properties: {
    version: versionNumber,
    description: text,
    file: {
      ...file,
      description:
        'The template, as a path from the project’s folder; a .yml or .json holds the messages of a chat: a list of role and content.',
    },
    template: { ...template, description: 'The template itself, in place of a file.' },
    messages: {
      type: 'array',
      description: 'The messages of a chat, in place of a file.',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['role'],
        properties: {
          role,
          file: { ...file, description: 'The template, as a path from the project’s folder.' },
          text: { ...template, description: 'The template itself, in place of a file.' },
        },
      },
    },
    syntax: { enum: ['jinja', 'mustache'], default: 'jinja' },
    model_provider: { type: 'string', examples: ['anthropic', 'openai', 'scripted'] },
    model_name: { type: 'string' },
    status: { enum: ['draft', 'active', 'archived'], default: 'active' },
    params: { type: 'object', description: 'Passed to the model: temperature, max_tokens, …' },
    variables: { type: 'array', maxItems: 100, items: variable },
    response_schema: {
      type: ['object', 'string'],
      description:
        'JSON Schema (2020-12) of a structured answer, or the .json or .yml that holds it, as a path from the project’s folder.',
    },
    replies: { ...file, description: 'What the scripted model says when no real one is set up.' },
  },
} as const;

/** An entry of `config/prompts.yml`. */
export const promptEntrySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'versions'],
  properties: {
    name,
    description: text,
    versions: { type: 'array', minItems: 1, maxItems: 200, items: promptVersion },
    labels: { type: 'object', description: 'Label → version.', additionalProperties: versionNumber },
  },
} as const;

/** A file that a version names with the messages of a chat. */
export const chatSchema = {
  type: 'array',
  minItems: 1,
  maxItems: 100,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['role', 'content'],
    properties: { role, content: template },
  },
} as const;

/** A file that a version names with its answer's schema. */
export const responseSchemaSchema = { type: 'object' } as const;

export const repliesSchema = {
  type: 'array',
  maxItems: 500,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['when', 'reply'],
    properties: {
      when: {
        type: 'array',
        items: { type: 'string' },
        description: 'Words that call for this reply; none: whatever no other answers.',
      },
      calls: {
        type: 'array',
        maxItems: mostCallsOfARound,
        description: 'Tools that are called first, where they are offered; the reply is said once they have answered.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['tool'],
          properties: { tool: { type: 'string' }, arguments: { type: 'object' } },
        },
      },
      reply: { type: 'string', minLength: 1, maxLength: 20_000 },
    },
  },
} as const;
