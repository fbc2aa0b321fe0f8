// @ts-check
const { apiVersion, definePlugin } = require('@trialogue/plugin-api');
const { routesGraph } = require('./graph');
const { keywordRouter } = require('./keyword-router');
const { routeTool } = require('./route-tool');
const { version } = require('./package.json');

/** @type {import('./keyword-router').Asked[]} */
const usual = [{ name: 'prompt_template', takes: ['text', 'variables'] }];

module.exports = definePlugin({
  name: 'keyword-router',
  version,
  apiVersion,
  options: {
    type: 'object',
    properties: {
      strategies: {
        type: 'array',
        description:
          'Whom it may ask. A variant has the member of each in its config; the first one answers unless a route says',
        items: {
          type: 'object',
          properties: {
            name: { type: 'string', minLength: 1 },
            takes: {
              type: 'array',
              items: { enum: ['text', 'variables', 'features'] },
              description: 'Members of the input that it is given',
            },
          },
          required: ['name', 'takes'],
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  },
  setup: async ({ strategies = usual }, { records }) => ({
    strategies: [keywordRouter(strategies, records)],
    tools: [routeTool],
    graph: routesGraph(records),
  }),
});
