import type { FromSchema, JSONSchema } from '@trialogue/plugin-api';

/** What the plugin's entry in `plugins.yml` may say under `options`. */
export const options = {
  type: 'object',
  properties: {
    tracking_uri: {
      type: 'string',
      pattern: '^https?://',
      description: 'MLflow’s tracking server, whose registry is asked for signatures, versions and aliases',
    },
    ca_file: {
      type: 'string',
      minLength: 1,
      description: 'Certificates, PEM, of the authority that signed those of the tracking and the scoring servers',
    },
    batching: {
      type: 'object',
      properties: {
        max: { type: 'integer', minimum: 2, maximum: 1_000, description: 'Records in one request' },
        wait_ms: {
          type: 'integer',
          minimum: 1,
          maximum: 10,
          default: 5,
          description: 'How long a record waits for others at most, while another request is under way',
        },
        models: {
          type: 'array',
          items: { type: 'string' },
          description: 'Models, by their names in the registry, whose records may be sent together; all unless told',
        },
      },
      required: ['max'],
      additionalProperties: false,
    },
    self_approval: {
      type: 'boolean',
      default: false,
      description: 'Whether who proposed a promotion may approve it',
    },
    look_every_seconds: {
      type: 'number',
      minimum: 1,
      maximum: 3_600,
      default: 60,
      description: 'How often promotions that are watched, or were left in the middle, are looked at',
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema;

export type Options = FromSchema<typeof options>;
