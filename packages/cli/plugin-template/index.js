// @ts-check
const { apiVersion, definePlugin } = require('@trialogue/plugin-api');
const { visitsGraph } = require('./graph');
const { greetingStrategy } = require('./strategy');

module.exports = definePlugin({
  name: 'plugin-template',
  version: '0.1.0',
  apiVersion,
  // What stands under `options` of its entry in config/plugins.yml; the types of what `setup` gets follow from it.
  options: {
    type: 'object',
    properties: { greeting: { type: 'string', default: 'Hello', description: 'Where a variant says none of its own' } },
    additionalProperties: false,
  },
  setup: async ({ greeting = 'Hello' }, host) => ({
    strategies: [greetingStrategy(greeting, host.records)],
    graph: visitsGraph(host.records),
  }),
});
