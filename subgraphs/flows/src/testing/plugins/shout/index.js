/** Adds a field to a variant, computed from its config, a root field and a mutation; its loads batch. */
const batches = [];
module.exports = {
  name: 'shout',
  version: '1.2.3',
  apiVersion: 1,
  options: { type: 'object', properties: { mark: { type: 'string', default: '!' } }, additionalProperties: false },
  setup: async ({ mark }) => ({
    graph: {
      typeDefs: `
        extend type Variant @key(fields: "experimentKey key") {
          experimentKey: ID! @external
          key: ID! @external
          config: JSONObject! @external
          shout: String @requires(fields: "config")
        }
        extend type Query { loudest: [Int!]! who: String }
        extend type Mutation { hush: Boolean }
      `,
      resolvers: {
        Variant: {
          shout: ({ config }, _, context) =>
            context.load('shouts', config.word, async (words) => {
              batches.push(words.length);
              return words.map((word) => word.toUpperCase() + mark);
            }),
        },
        Query: { loudest: () => batches, who: (_, __, { caller }) => caller.subject },
        Mutation: { hush: () => true },
      },
    },
  }),
};
