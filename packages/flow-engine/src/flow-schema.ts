import type { JsonObject } from '@trialogue/plugin-api';
import { kindDescriptions } from './kind-descriptions';
import { limits } from './limits';
import { correction, description, guard, interruptions, name, namePattern } from './schema-parts';
import { stateKinds, stateSchemas } from './state-schemas';

/** Formats of a text that a slot can ask for. */
export const formats = ['date', 'time', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'] as const;

const number = { type: 'number' };
const length = { type: 'integer', minimum: 0, maximum: limits.value };

const slot = {
  type: 'object',
  additionalProperties: false,
  required: ['schema'],
  properties: {
    description: { ...description, description: 'For people; in a correction, its words name the slot.' },
    write: {
      description:
        'Who may give it a value: a user’s answer, a model’s, or the flow and whoever starts it; all unless given.',
      type: 'array',
      uniqueItems: true,
      items: { enum: ['user', 'llm', 'action'] },
    },
    prefill: { ...guard, description: 'Its value at the start, over variables and attributes, unless one is given.' },
    schema: {
      description: 'JSON Schema of the value, with a `type` or an `enum`.',
      type: 'object',
      additionalProperties: false,
      properties: {
        type: { enum: ['string', 'number', 'integer', 'boolean'] },
        title: description,
        description,
        enum: {
          type: 'array',
          minItems: 1,
          maxItems: 100,
          uniqueItems: true,
          items: { type: ['string', 'number', 'boolean'], maxLength: limits.value },
        },
        minLength: length,
        maxLength: length,
        pattern: { type: 'string', minLength: 1, maxLength: 500 },
        format: { enum: formats },
        minimum: number,
        maximum: number,
        exclusiveMinimum: number,
        exclusiveMaximum: number,
        multipleOf: { type: 'number', exclusiveMinimum: 0 },
      },
    },
  },
};

/** A flow without a look at its single states. */
export const outlineSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['initial', 'states'],
  properties: {
    description,
    initial: { ...name, description: 'State in which a conversation begins.' },
    slots: {
      description: 'What the flow collects, by name.',
      type: 'object',
      maxProperties: limits.slots,
      additionalProperties: slot,
    },
    on: { ...interruptions, description: 'What else the user may want, wherever an answer is waited for.' },
    correction,
    states: {
      description: 'By name; what each does says one of its members.',
      type: 'object',
      minProperties: 1,
      maxProperties: limits.states,
      additionalProperties: { type: 'object' },
    },
  },
};

/** The whole of a flow's file, for editors. */
export const flowFileSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'flows/*.yml',
  ...outlineSchema,
  properties: {
    ...(outlineSchema.properties as JsonObject),
    slots: { ...(outlineSchema.properties as { slots: JsonObject }).slots, propertyNames: { pattern: namePattern } },
    states: {
      ...(outlineSchema.properties as { states: JsonObject }).states,
      propertyNames: { pattern: namePattern },
      additionalProperties: stateKinds.reduceRight<JsonObject>(
        (otherwise, kind) => ({
          type: 'object',
          if: { required: [kind] },
          // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
          then: { ...stateSchemas[kind], description: kindDescriptions[kind] },
          else: otherwise,
        }),
        { type: 'object', anyOf: stateKinds.map((kind) => ({ required: [kind] })) },
      ),
    },
  },
};
