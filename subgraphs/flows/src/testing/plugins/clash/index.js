/** Brings a field that is there already. */
module.exports = {
  name: 'clash',
  version: '1.0.0',
  apiVersion: 1,
  options: { type: 'object', properties: {} },
  setup: async () => ({
    graph: { typeDefs: 'extend type Conversation { unit: ID! }', resolvers: { Conversation: { unit: () => 'x' } } },
  }),
};
