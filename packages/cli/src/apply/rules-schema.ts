import { durationPattern } from '@trialogue/variant-config';
import { name, salt, share, text } from './schema-parts';

const unit = { type: 'string', minLength: 1, maxLength: 256 } as const;
const time = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
  description: 'ISO-8601 with its offset: 2026-12-01T09:00:00Z',
} as const;

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

const listOf = (most: number, description: string, required: readonly string[], properties: object) => ({
  type: 'array',
  maxItems: most,
  description,
  items: { type: 'object', additionalProperties: false, required, properties },
});

/** By which rules units get into an experiment. */
export const rulesSchema = {
  bucketer: {
    enum: ['native', 'growthbook_v1', 'growthbook_v2', 'unleash'],
    default: 'native',
    description: 'How units are hashed: as here, or as the product did that assigned them before.',
  },
  targeting: {
    type: 'string',
    minLength: 1,
    maxLength: 10_000,
    description: 'Who may take part: a condition in CEL over the declared attributes.',
  },
  attributes: {
    type: 'object',
    description: 'What callers say of a unit: name → string, int, double, bool, timestamp, list<T> or map<string, T>.',
    maxProperties: 200,
    additionalProperties: { type: 'string' },
  },
  layers: listOf(10, 'A unit must be in every one of these ranges.', ['layer', 'from', 'to'], {
    ...{ layer: name, from: share, to: { ...share, description: 'It does not belong to the range.' } },
  }),
  holdouts: { type: 'array', maxItems: 10, items: name, description: 'A unit must be in none of these holdouts.' },
  prerequisites: listOf(
    5,
    'A unit must get one of the named variants in each of these experiments.',
    ['experiment', 'variants'],
    { experiment: name, variants: { type: 'array', minItems: 1, maxItems: 50, items: name } },
  ),
  overrides: listOf(50, 'Units that are given a variant; they take no part in the comparison.', ['variant', 'units'], {
    ...{ variant: name, units: { type: 'array', maxItems: 1_000, items: unit } },
  }),
  sticky: {
    type: 'object',
    description: 'Units keep what they were exposed to first.',
    additionalProperties: false,
    properties: {
      enabled: { type: 'boolean', default: true },
      blocked_before: {
        type: 'integer',
        minimum: 1,
        description: 'Units that were exposed in an allocation before this one take no part any more.',
      },
    },
  },
  while_paused: {
    enum: ['keep', 'lose'],
    default: 'lose',
    description: 'keep: units that were exposed keep their variant, and no others get one.',
  },
  starts_at: { ...time, description: `Units are assigned from then on. ${time.description}` },
  ends_at: { ...time, description: `Nobody is assigned from then on. ${time.description}` },
  ramp: listOf(50, 'In the order of time; the last stage that has begun replaces the traffic.', ['from', 'traffic'], {
    ...{ from: time, traffic: share },
  }),
  allocator: {
    type: 'object',
    description: 'Who chooses the weights while the experiment runs; those of the file are the first. It needs sticky.',
    additionalProperties: false,
    required: ['name', 'outcome'],
    properties: {
      name: { ...name, description: 'Of an allocator that a plugin brings.' },
      options: { type: 'object', description: 'Its own.' },
      outcome: {
        type: 'object',
        description: 'What the variants are judged by.',
        additionalProperties: false,
        required: ['event'],
        properties: {
          event: { ...text, description: 'Type of the events that count, from a unit’s exposure on.' },
          value: {
            ...text,
            description:
              'Path of a number in their data, as order.total; without it, a unit with such an event counts 1.',
          },
        },
      },
      every: {
        type: 'string',
        pattern: durationPattern,
        default: 'PT5M',
        description: 'How often: an ISO 8601 duration, PT10S at least.',
      },
      min_units: {
        type: 'integer',
        minimum: 1,
        maximum: 2_147_483_647,
        default: 100,
        description: 'Units that each variant has before weights are changed.',
      },
      floor: { ...share, default: 0.01, description: 'No weight falls below it, where all sum to 1.' },
    },
  },
};
