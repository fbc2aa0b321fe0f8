import { rulesSchema } from './rules-schema';
import { name, salt, share, text } from './schema-parts';

const variant = (config: object) => ({
  type: 'object',
  additionalProperties: false,
  required: ['key'],
  properties: {
    key: name,
    name: text,
    weight: { type: 'number', minimum: 0, default: 1 },
    control: { type: 'boolean', default: false },
    config,
    value: { description: 'What a flag of this variant stands for. Without a config nothing is executed.' },
  },
});

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
    allocation: {
      type: 'integer',
      minimum: 1,
      description: 'The next one lets what runs change in who takes part, or in how many get what.',
    },
    ...rulesSchema,
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
