import type { JsonObject } from '@trialogue/plugin-api';
import { limits } from './limits';

/** Formats of a text that a slot can ask for. */
export const formats = ['date', 'time', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'] as const;

/** Names of states and slots. */
export const namePattern = '^[A-Za-z][A-Za-z0-9_]{0,63}$';

const description = { type: 'string', maxLength: 10_000 };
const name = { type: 'string', pattern: namePattern };
const template = { type: 'string', minLength: 1, maxLength: limits.template };
const guard = {
  type: 'string',
  minLength: 1,
  maxLength: limits.guard,
  description: 'A CEL expression over slots, variables, attributes, turns, text and answer.',
};
const next = {
  description: 'The state that follows, or transitions of which the first whose `when` holds is taken.',
  type: ['string', 'array'],
  minItems: 1,
  maxItems: limits.transitions,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['to'],
    properties: { when: guard, to: name },
  },
};
const number = { type: 'number' };
const length = { type: 'integer', minimum: 0, maximum: limits.value };

const slot = {
  type: 'object',
  additionalProperties: false,
  required: ['schema'],
  properties: {
    description,
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

const stateOf = (required: string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties: { description, ...properties },
});

/** Schema of a state, by the member that says what it does. A state with `final` is final, whatever else it has. */
export const stateSchemas = {
  final: stateOf(['final'], {
    final: { ...name, description: 'The outcome: `completed`, or a word of the flow’s own.' },
    say: template,
  }),
  collect: stateOf(['collect', 'ask', 'next'], {
    collect: { ...name, description: 'Name of the slot.' },
    ask: template,
    invalid: {
      description:
        'What is said to an invalid value; of a list, the n-th to the n-th in a row. It also sees `problem`.',
      type: ['string', 'array'],
      minLength: 1,
      maxLength: limits.template,
      minItems: 1,
      maxItems: 20,
      items: template,
    },
    max_tries: { type: 'integer', minimum: 1, maximum: 20, default: 3 },
    rule: {
      type: 'object',
      additionalProperties: false,
      required: ['when', 'otherwise'],
      properties: { when: guard, otherwise: template },
    },
    next,
    failed: name,
  }),
  prompt: stateOf(['prompt', 'until', 'next'], {
    prompt: {
      type: 'object',
      additionalProperties: false,
      properties: {
        prompt_version_id: { type: 'string', maxLength: 200, description: '`name@number`, `name@label` or `name`.' },
        opening: template,
      },
    },
    until: guard,
    next,
  }),
  say: stateOf(['say', 'next'], { say: template, next }),
} as const satisfies Record<string, JsonObject>;

export type StateKind = keyof typeof stateSchemas;
export const stateKinds = Object.keys(stateSchemas) as StateKind[];

/** A flow without a look at its single states. */
export const outlineSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['initial', 'states'],
  properties: {
    description,
    initial: { ...name, description: 'State in which a conversation begins.' },
    slots: { type: 'object', maxProperties: limits.slots, additionalProperties: slot },
    states: {
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
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
        (otherwise, kind) => ({ type: 'object', if: { required: [kind] }, then: stateSchemas[kind], else: otherwise }),
        { type: 'object', anyOf: stateKinds.map((kind) => ({ required: [kind] })) },
      ),
    },
  },
};
