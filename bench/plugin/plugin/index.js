// A plugin as a third party writes it: a strategy that does next to nothing, and one that emits 50 parts.
const object = { type: 'object', properties: {} };
const strategy = (name, execute) => ({
  ...{ name, version: '1', configKey: name, effects: 'none', config: object, output: object, execute },
  input: { type: 'object', properties: { text: { type: 'string' } } },
});

module.exports = {
  ...{ name: 'bench', version: '1', apiVersion: 1, options: object },
  setup: async () => ({
    strategies: [
      strategy('trivial', async ({ input }) => ({ length: input.text.length })),
      strategy('parts', async (call) => {
        for (let index = 0; index < 50; index += 1) await call.emit({ type: 'text', text: call.input.text });
        return { length: call.input.text.length };
      }),
    ],
  }),
};
