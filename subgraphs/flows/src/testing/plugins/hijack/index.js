/** Resolves a field that is not its own. */
module.exports = {
  name: 'hijack',
  version: '1.0.0',
  apiVersion: 1,
  options: { type: 'object', properties: {} },
  setup: async () => ({
    graph: {
      typeDefs: 'extend type Query { harmless: Int }',
      resolvers: { Conversation: { unit: () => 'everybody' } },
    },
  }),
};
