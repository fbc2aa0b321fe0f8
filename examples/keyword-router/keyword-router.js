// @ts-check
const { defineStrategy, StrategyFailure } = require('@trialogue/plugin-api');
const { countRoute } = require('./counts');
const { findRoute } = require('./find-route');

/**
 * Whom it may ask, and which members of the input that one is given.
 *
 * @typedef {{ readonly name: string, readonly takes: readonly ('text' | 'variables' | 'features')[] }} Asked
 */

/** The route where no keyword is found. */
const otherwise = 'otherwise';

/**
 * Lets another strategy answer, chosen by the words of the text. That one runs under the same signal, budget and ledger, and
 * what it shows is shown.
 *
 * @param {readonly Asked[]} strategies
 * @param {import('@trialogue/plugin-api').Records} records
 */
exports.keywordRouter = (strategies, records) =>
  defineStrategy({
    name: 'keyword_router',
    configKey: 'keyword_router',
    version: '1',
    uses: strategies.map(({ name }) => name),
    config: {
      type: 'object',
      properties: {
        routes: {
          type: 'array',
          maxItems: 100,
          items: {
            type: 'object',
            properties: {
              name: { type: 'string', minLength: 1, maxLength: 64 },
              keywords: { type: 'array', items: { type: 'string', minLength: 1 }, maxItems: 100 },
              strategy: { type: 'string', description: 'One of those that the plugin’s options name; else the first' },
              prompt: { type: 'string', ref: 'prompt', description: 'For prompt_template, in place of the variant’s' },
            },
            required: ['name', 'keywords'],
            additionalProperties: false,
          },
        },
      },
      required: ['routes'],
      additionalProperties: false,
    },
    input: {
      type: 'object',
      properties: {
        text: { type: 'string', minLength: 1, description: 'What the user says' },
        variables: { type: 'object', properties: {}, description: 'Of the prompt' },
        features: { type: 'object', properties: {}, description: 'Of the model' },
      },
      required: ['text'],
      additionalProperties: false,
    },
    output: {
      type: 'object',
      properties: {
        route: { type: 'string', description: `Its name; \`${otherwise}\`: no keyword was found` },
        keyword: { type: 'string' },
        text: { type: 'string', description: 'What was answered, where that is a text' },
        answer: { title: 'Answer', description: 'Of the strategy that ran' },
      },
      required: ['route', 'answer'],
    },
    effects: 'idempotent',
    timeoutMs: 1_200_000, // those that it asks have limits of their own

    async execute({ id, config, input, arm, once, run, events }) {
      const found = findRoute(input.text, config.routes);
      const route = found?.route;
      const strategy = strategies.find(({ name }) => !route?.strategy || name === route.strategy);
      if (!strategy) {
        const path = ['routes', route ? config.routes.indexOf(route) : 0, 'strategy'];
        const message = `is none of ${strategies.map(({ name }) => name).join(', ')}`;
        throw new StrategyFailure({ code: 'CONFIG_INVALID', problems: [{ path, message }] });
      }
      const name = route?.name ?? otherwise;
      await events.append('keyword_routed', { route: name });
      if (arm) await once('count', () => countRoute(records, arm, name, id));
      const own = route?.prompt ? { prompt_version_id: route.prompt } : null;
      const given = /** @type {import('@trialogue/plugin-api').JsonObject} */ (
        Object.fromEntries(strategy.takes.filter((key) => key in input).map((key) => [key, input[key]]))
      );
      const answer = await run(strategy.name, own, given);
      const text = /** @type {{ text?: unknown }} */ (answer).text;
      return {
        route: name,
        ...(found && { keyword: found.keyword }),
        ...(typeof text === 'string' && { text }),
        answer,
      };
    },
  });
