// @ts-check
const { countsOf } = require('./counts');

/**
 * How often each route was taken, and what routes a variant has.
 *
 * @param {import('@trialogue/plugin-api').Records} records
 * @returns {import('@trialogue/plugin-api').GraphModule}
 */
exports.routesGraph = (records) => ({
  typeDefs: `
    extend type Query {
      "How often the variants of an experiment took each of their routes."
      keywordCounts(experiment: ID!): [KeywordCount!]!
    }

    type KeywordCount {
      variant: ID!
      "\`otherwise\`: no keyword was found."
      route: String!
      count: Int!
    }

    extend type Variant @key(fields: "experimentKey key") {
      experimentKey: ID! @external
      key: ID! @external
      config: JSONObject! @external
      "Null unless its strategy is keyword_router."
      keywordRoutes: [KeywordRoute!] @requires(fields: "config")
    }

    type KeywordRoute {
      name: String!
      keywords: [String!]!
    }
  `,
  resolvers: {
    Query: { keywordCounts: (_parent, { experiment }) => countsOf(records, experiment) },
    Variant: {
      keywordRoutes: ({ config }) =>
        config.execution_strategy === 'keyword_router' ? (config.keyword_router?.routes ?? []) : null,
    },
  },
});
