/** Brings SDL that is none. */
module.exports = {
  name: 'gibberish',
  version: '1.0.0',
  apiVersion: 1,
  options: { type: 'object', properties: {} },
  setup: async () => ({ graph: { typeDefs: 'extend tipe {', resolvers: {} } }),
};
