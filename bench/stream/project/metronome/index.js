// A strategy that says what time it is, at a steady pace: each piece is the monotonic clock of this machine, in milliseconds.
const { setTimeout: wait } = require('node:timers/promises');

const now = () => Number(process.hrtime.bigint()) / 1e6;
const object = (properties = {}) => ({ type: 'object', properties });

module.exports = {
  name: 'metronome',
  version: '1',
  apiVersion: 1,
  options: object(),
  setup: async () => ({
    strategies: [
      {
        name: 'metronome',
        version: '1',
        configKey: 'metronome',
        config: object({ pieces: { type: 'integer' }, everyMs: { type: 'integer' } }),
        input: object({ text: { type: 'string' } }),
        output: object({ text: { type: 'string' } }),
        effects: 'none',
        async execute({ config: { pieces, everyMs }, emit, signal }) {
          await wait(Math.random() * everyMs, undefined, { signal }); // conversations that began at once do not tick at once
          for (let piece = 0; piece < pieces; piece += 1) {
            await emit({ type: 'text', text: ` ${now()}` });
            await wait(everyMs, undefined, { signal });
          }
          return { text: 'done' };
        },
      },
    ],
  }),
};
