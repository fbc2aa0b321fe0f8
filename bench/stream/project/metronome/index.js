// A strategy that says what time it is, at a steady pace: each piece is the monotonic clock of this machine, in milliseconds.
// The message says how many pieces, and how many milliseconds apart: `120 33`.
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
        config: object({ sound: { type: 'string' } }),
        input: object({ text: { type: 'string' } }),
        output: object({ text: { type: 'string' } }),
        effects: 'none',
        async execute({ input, emit, signal }) {
          const [pieces, everyMs] = input.text.split(' ').map(Number);
          const first = now() + Math.random() * everyMs; // conversations that began at once do not tick at once
          for (let piece = 0; piece < pieces; piece += 1) {
            await wait(Math.max(0, first + piece * everyMs - now()), undefined, { signal });
            await emit({ type: 'text', text: ` ${now()}` });
          }
          return { text: 'done' };
        },
      },
    ],
  }),
};
