/** Extends what another plugin extends too: both declare the entity's key and config. */
module.exports = {
  name: 'whisper',
  version: '1.0.0',
  apiVersion: 1,
  options: { type: 'object', properties: {} },
  setup: async () => ({
    graph: {
      typeDefs: `
        extend type Variant @key(fields: "experimentKey key") {
          experimentKey: ID! @external
          key: ID! @external
          config: JSONObject! @external
          whisper: String @requires(fields: "config")
        }
      `,
      resolvers: { Variant: { whisper: ({ config }) => config.word.toLowerCase() } },
    },
  }),
};
