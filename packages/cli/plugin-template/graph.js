// @ts-check
const { visitsOf } = require('./visits');

/**
 * What it adds to the one graph: a field of `Query`, open to keys with the scope `read`, as `scopes` could say otherwise.
 *
 * @param {import('@trialogue/plugin-api').Records} records
 * @returns {import('@trialogue/plugin-api').GraphModule}
 */
exports.visitsGraph = (records) => ({
  typeDefs: `
    extend type Query {
      "How often plugin_template has greeted a unit."
      pluginTemplateVisits(unit: ID!): Int!
    }
  `,
  resolvers: { Query: { pluginTemplateVisits: (_parent, { unit }) => visitsOf(records, unit) } },
});
