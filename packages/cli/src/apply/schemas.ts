import { flowFileSchema } from '@trialogue/flow-engine';
import { experimentEntry } from './experiment-schema';
import { promptEntrySchema } from './prompt-schema';
import { holdoutEntrySchema, layerEntrySchema } from './rules-schema';
import { file, name, text, versionNumber } from './schema-parts';

/** JSON Schemas of the files that a team writes; printed to `schema/` for editors. */

const policyVersion = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'model_name', 'model_version', 'inputs', 'endpoint'],
  properties: {
    version: versionNumber,
    id: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$',
      description: 'Another name of the version that configs may say, such as the uuid of an older one. It keeps it.',
    },
    description: text,
    status: { enum: ['active', 'archived'], default: 'active' },
    model_name: { type: 'string', minLength: 1, maxLength: 200, description: 'In MLflow’s registry.' },
    model_version: { type: 'string', minLength: 1, maxLength: 200, description: 'In MLflow’s registry; a string.' },
    inputs: {
      type: 'array',
      description: 'The columns of the one record that the model is asked with; none: those of its signature.',
      maxItems: 500,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'type'],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 200 },
          type: { enum: ['number', 'string', 'boolean'] },
          required: { type: 'boolean', default: false },
          description: text,
        },
      },
    },
    params: {
      type: 'object',
      description: 'Passed to the scoring server; a variant of an experiment can override each.',
    },
    endpoint: {
      type: 'string',
      minLength: 1,
      maxLength: 4_000,
      description:
        'Base URL of the scoring server, those of several with spaces between, or standin:MODEL. ${NAME} and ${NAME:-default} are filled in from the environment.',
    },
    timeout_ms: { type: 'integer', minimum: 1, maximum: 60_000, default: 10_000 },
  },
} as const;

export const policyEntrySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'versions'],
  properties: {
    name,
    description: text,
    versions: { type: 'array', minItems: 1, maxItems: 200, items: policyVersion },
  },
} as const;

export const flowEntrySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'versions'],
  properties: {
    name,
    description: text,
    versions: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['version', 'file'],
        properties: {
          version: versionNumber,
          description: text,
          file: { ...file, description: 'The states and slots, as a path from the project’s folder.' },
          status: { enum: ['draft', 'active', 'draining', 'archived'], default: 'active' },
        },
      },
    },
  },
} as const;

/** The schema of a variant's config depends on the plugins that are loaded: it is printed beside the others. */
export const variantConfigFile = 'variant-config.schema.json';

const fileOf = (list: string, title: string, items: object) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  type: 'object',
  required: [list],
  additionalProperties: false,
  properties: { [list]: { type: 'array', items } },
});

const usd = {
  type: 'number',
  minimum: 0,
  maximum: 1_000_000,
  description: 'US dollars for a million tokens.',
} as const;

/** What models cost. */
export const pricesFileSchema = fileOf('prices', 'config/prices.yml', {
  type: 'object',
  additionalProperties: false,
  required: ['model', 'input', 'output'],
  properties: {
    model: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'As its provider calls it; a date behind it (-20251001) need not be given.',
    },
    input: usd,
    output: usd,
    cache_read: usd,
    cache_write: usd,
  },
});

/** File name in `schema/` → JSON Schema. */
export const fileSchemas = {
  'prompts.schema.json': fileOf('prompts', 'config/prompts.yml', promptEntrySchema),
  'policies.schema.json': fileOf('policies', 'config/policies.yml', policyEntrySchema),
  'flows.schema.json': fileOf('flows', 'config/flows.yml', flowEntrySchema),
  'flow.schema.json': flowFileSchema,
  'layers.schema.json': fileOf('layers', 'config/layers.yml', layerEntrySchema),
  'holdouts.schema.json': fileOf('holdouts', 'config/holdouts.yml', holdoutEntrySchema),
  'prices.schema.json': pricesFileSchema,
  'experiments.schema.json': fileOf(
    'experiments',
    'config/experiments.yml',
    experimentEntry({ $ref: variantConfigFile }),
  ),
};
