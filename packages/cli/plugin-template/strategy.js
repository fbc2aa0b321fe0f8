// @ts-check
const { defineStrategy } = require('@trialogue/plugin-api');
const { countVisit } = require('./visits');

/**
 * Greets whoever speaks, and counts how often they came.
 *
 * @param {string} greeting where a variant says none of its own
 * @param {import('@trialogue/plugin-api').Records} records
 */
exports.greetingStrategy = (greeting, records) =>
  defineStrategy({
    // What `execution_strategy` says in a variant's config, and the member of that config which is the strategy's own.
    name: 'plugin_template',
    configKey: 'plugin_template',
    // Change it whenever the same config and input lead to something else: it is part of what a variant is.
    version: '1',
    config: {
      type: 'object',
      properties: { greeting: { type: 'string', minLength: 1 } },
      additionalProperties: false,
    },
    input: {
      type: 'object',
      properties: {
        text: { type: 'string', minLength: 1, description: 'What the user says' },
        variables: { type: 'object', properties: {}, description: 'Of the conversation' },
      },
      required: ['text'],
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: { text: { type: 'string' }, visits: { type: 'integer' } },
      required: ['text', 'visits'],
    },
    // It may be repeated with the same call id: what it does to the world, it does in `once`.
    effects: 'idempotent',

    async execute({ config, input, unit, once, emit, events }) {
      const visits = await once('visit', () => countVisit(records, unit));
      const text = `${config.greeting ?? greeting}! You said “${input.text}”. Visit ${visits}.`;
      await emit({ type: 'text', text }); // shown while the call still runs
      await events.append('plugin_template_greeted', { visits }); // for metrics: see docs/experiments.md
      return { text, visits };
    },
  });
