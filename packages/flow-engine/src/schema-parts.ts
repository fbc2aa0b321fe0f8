import { durationPattern } from '@trialogue/variant-config';
import { limits } from './limits';

/** Names of states, slots, outcomes and events. */
export const namePattern = '^[A-Za-z][A-Za-z0-9_]{0,63}$';

export const description = { type: 'string', maxLength: 10_000, description: 'For people: it changes nothing.' };
export const name = { type: 'string', pattern: namePattern };
export const template = {
  type: 'string',
  minLength: 1,
  maxLength: limits.template,
  description: 'What is said: a Jinja template over slots, variables and attributes.',
};
export const guard = {
  type: 'string',
  minLength: 1,
  maxLength: limits.guard,
  description: 'A CEL expression over slots, variables, attributes, turns, text and answer.',
};
const transitions = {
  minItems: 1,
  maxItems: limits.transitions,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['to'],
    properties: { when: guard, to: { ...name, description: 'A state.' } },
  },
};
export const next = {
  description: 'The state that follows, or transitions of which the first whose `when` holds is taken.',
  type: ['string', 'array'],
  ...transitions,
};
export const choices = {
  description: 'Transitions of which the first whose `when` holds is taken.',
  type: 'array',
  ...transitions,
};
export const texts = {
  type: ['string', 'array'],
  minLength: 1,
  maxLength: limits.template,
  minItems: 1,
  maxItems: 20,
  items: template,
};
export const duration = {
  type: 'string',
  pattern: durationPattern,
  description: 'ISO 8601 in days, hours, minutes and seconds: PT10M, P1DT12H.',
};
export const assignments = {
  description: 'New values of slots: a text is a CEL expression, other JSON is the value itself, null clears the slot.',
  type: 'object',
  maxProperties: limits.slots,
  additionalProperties: { type: ['string', 'number', 'boolean', 'null'], maxLength: limits.guard },
};
const actions = { type: 'object', additionalProperties: false, properties: { set: assignments } };
export const entry = { ...actions, description: 'Done when the state is entered.' };
export const exit = { ...actions, description: 'Done when another state follows.' };
export const after = {
  description: 'Where the state goes when a time has passed since it was entered.',
  type: 'object',
  maxProperties: limits.timers,
  propertyNames: { pattern: durationPattern },
  additionalProperties: name,
};
/** A flow as its reference. */
export const flowReference = {
  type: 'string',
  minLength: 1,
  maxLength: 200,
  description: 'A flow: `name@version`, or the name alone for its newest version.',
};
export const call = {
  description: 'A strategy or a tool.',
  type: 'object',
  additionalProperties: false,
  oneOf: [{ required: ['strategy'] }, { required: ['tool'] }],
  properties: {
    strategy: { type: 'string', minLength: 1, maxLength: 200, description: 'Name of a strategy; or `tool`.' },
    tool: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      description: 'Name of a tool of a loaded plugin; or `strategy`.',
    },
    config: { type: 'object', description: 'Of the strategy, as the member of a variant’s config that is its own.' },
    input: {
      description: 'What it is given: a text is a CEL expression, other JSON is the value itself.',
      type: 'object',
      maxProperties: limits.slots,
      additionalProperties: {},
    },
    within: { ...duration, description: 'Its time limit, PT2M at most; 30 seconds unless given.' },
  },
};
export const interruption = {
  type: 'object',
  additionalProperties: false,
  required: ['when'],
  properties: {
    when: { ...guard, description: 'A CEL expression that sees the user’s `text`.' },
    flow: { ...flowReference, description: 'Another flow, after which the question is asked again.' },
    slots: { ...assignments, description: 'Of the other flow, over the slots of this one.' },
    to: { ...name, description: 'A state of this flow.' },
    say: template,
  },
};
export const interruptions = { type: 'array', maxItems: limits.transitions, items: interruption };
/** What is done with a text that corrects an answer. */
export const correction = {
  description: 'What is done with “no, I meant 42”: a standard pattern, which `false` switches off.',
  type: ['boolean', 'object'],
  additionalProperties: false,
  properties: {
    words: {
      description: 'Words that begin one, instead of the usual ones; what is corrected may stand at a `…` in them.',
      type: 'array',
      maxItems: 50,
      items: { type: 'string', minLength: 1, maxLength: 100 },
    },
    say: { ...template, description: 'Said when a slot was corrected.' },
  },
};
