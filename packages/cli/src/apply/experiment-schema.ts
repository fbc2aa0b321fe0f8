import { name, text } from './schema-parts';

const variant = (config: object) => ({
  type: 'object',
  additionalProperties: false,
  required: ['key'],
  anyOf: [{ required: ['config'] }, { required: ['value'] }],
  properties: {
    key: name,
    name: text,
    weight: { type: 'number', minimum: 0, default: 1 },
    control: { type: 'boolean', default: false },
    config,
    value: { description: 'What a flag of this variant stands for. Without a config nothing is executed.' },
  },
});

const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const salt = { type: 'string', minLength: 1, maxLength: 200 } as const;

const partition = { key: name, description: text, salt: { ...salt, description: 'Random unless given.' } } as const;

/** An entry of `config/layers.yml`. */
export const layerEntrySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['key'],
  properties: {
    ...partition,
    bucketer: {
      enum: ['native', 'growthbook'],
      default: 'native',
      description: 'growthbook: the layer is a namespace of GrowthBook, whose id is the salt.',
    },
  },
} as const;

/** An entry of `config/holdouts.yml`. */
export const holdoutEntrySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['key', 'share'],
  properties: { ...partition, share: { ...share, description: 'Share of units that are held out.' } },
} as const;

/** By which rules units get into an experiment. */
const rules = {
  layers: {
    type: 'array',
    maxItems: 10,
    description: 'A unit must be in every one of these ranges.',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['layer', 'from', 'to'],
      properties: { layer: name, from: share, to: { ...share, description: 'It does not belong to the range.' } },
    },
  },
  holdouts: { type: 'array', maxItems: 10, items: name, description: 'A unit must be in none of these holdouts.' },
} as const;

/** An entry of `config/experiments.yml`. */
export const experimentEntry = (config: object) => ({
  type: 'object',
  additionalProperties: false,
  required: ['key', 'variants'],
  properties: {
    key: name,
    name: text,
    hypothesis: text,
    unit_type: { type: 'string', default: 'user' },
    status: { enum: ['draft', 'running'], default: 'draft' },
    traffic: { ...share, default: 1 },
    salt,
    ...rules,
    primary_metric: {
      ...name,
      description: 'What the experiment is decided by. Needed to start, unless variants are values only.',
    },
    guardrails: { type: 'array', maxItems: 20, items: name, description: 'Metrics that must not suffer.' },
    sample_size: {
      type: 'integer',
      minimum: 1,
      maximum: 2_147_483_647,
      description: 'Units that it is planned with. Needed to start, unless variants are values only.',
    },
    variants: { type: 'array', minItems: 1, maxItems: 50, items: variant(config) },
  },
});

/** What files are read by: what a config needs is for the graph to say, which knows what is published. */
export const experimentEntrySchema = experimentEntry({ type: 'object' });
