// @ts-check
const { findRoute } = require('./find-route');

/**
 * For flows and models that want to know the way without going it.
 *
 * @type {import('@trialogue/plugin-api').PluginTool}
 */
exports.routeTool = {
  name: 'keyword_route',
  version: '1',
  description: 'Finds which of several routes a text takes, by the keywords of each.',
  effects: 'none',
  input: {
    type: 'object',
    properties: {
      text: { type: 'string' },
      routes: {
        type: 'array',
        items: {
          type: 'object',
          properties: { name: { type: 'string' }, keywords: { type: 'array', items: { type: 'string' } } },
          required: ['name', 'keywords'],
        },
      },
    },
    required: ['text', 'routes'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { route: { type: 'string' }, keyword: { type: 'string' } } },
  async use(given) {
    const { text, routes } = /** @type {{ text: string, routes: import('./find-route').Keywords[] }} */ (given);
    const found = findRoute(text, routes);
    /** @type {import('@trialogue/plugin-api').JsonObject} */
    const none = {};
    return found ? { route: found.route.name, keyword: found.keyword } : none;
  },
};
