const { answerWithTools } = require('@trialogue/plugin-api');

/** Strategies that do what a test needs to see; their input's text says what. */
const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
const nothing = { type: 'object', properties: {} };
const strategy = (name, execute, more = {}) => ({
  name,
  version: '1',
  configKey: name,
  config: nothing,
  input: text,
  output: text,
  effects: 'external',
  execute,
  ...more,
});

/** Says a word, then waits for the end of its signal or for `release()` of the test. */
const held = { waiting: 0, release: () => {} };
globalThis.heldStrategy = held;

async function hold({ emit, signal }) {
  await emit({ type: 'text', text: 'Well, ' });
  held.waiting += 1;
  await new Promise((resolve, reject) => {
    held.release = resolve;
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  await emit({ type: 'text', text: 'yes.' });
  return { text: 'Well, yes.' };
}

/** As `book`, but may be repeated; counts how often it has done it. */
async function reserve({ once, emit, input, id }) {
  const number = await once('table', async () => {
    deeds.push({ did: 'reserve', text: input.text, id });
    return input.text.length;
  });
  for (const word of ['Table ', 'number ', `${number}.`]) await emit({ type: 'text', text: word });
  return { text: `Table number ${number}.` };
}

async function book({ once, emit, input, id }) {
  const booked = await once('table', async () => {
    deeds.push({ did: 'book', text: input.text, id });
    return { number: input.text.length };
  });
  const again = await once('table', async () => ({ number: -1 }));
  for (const word of ['Table ', 'number ', `${booked.number}.`]) await emit({ type: 'text', text: word });
  return { text: `Table number ${again.number}.` };
}

/** What was done to the world, as nobody can take back. */
const deeds = [];
globalThis.deedsOfStrategies = deeds;

/** Says how dear a thing is, and counts how often it was asked. */
async function price({ input, id, config }) {
  deeds.push({ did: 'price', text: input.text, id });
  if (input.text === 'nothing') throw new TypeError('nothing has no price');
  if (input.text === 'diamonds') await new Promise(() => {});
  return { amount: input.text.length * (config.factor ?? 1) };
}

/** Buys: once is enough. */
async function buy({ input, id, once, conversation }) {
  const receipt = await once('buy', async () => {
    deeds.push({ did: 'buy', text: input.text, id });
    return `receipt of ${input.text} for ${conversation.variables.name ?? 'somebody'}`;
  });
  return { receipt };
}

const weather = {
  name: 'weather',
  description: 'Tells the weather of a city.',
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  async use({ city }, { id }) {
    deeds.push({ did: 'weather', text: city, id });
    return `${city} is sunny`;
  },
};

/** Answers with what its tool says, as the model wants it. */
async function forecast(call) {
  const messages = [{ role: 'user', parts: [{ type: 'text', text: call.input.text }] }];
  const [provider, name] = call.attributes.model?.split('/') ?? ['anthropic', 'claude-sonnet-4.6'];
  const model = { provider, name };
  const { output } = await answerWithTools(call, { messages, model, stream: true }, [weather]);
  return { text: output };
}

module.exports = {
  name: 'odd',
  version: '1.0.0',
  apiVersion: 1,
  options: nothing,
  setup: async () => ({
    tools: [
      { ...weather, version: '1', effects: 'external', output: { type: 'string' } },
      {
        ...{ name: 'tax', version: '1', description: 'Says what the state takes of an amount.', effects: 'none' },
        input: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
        async use({ amount }, { id, signal }) {
          deeds.push({ did: 'tax', text: String(amount), id });
          if (amount < 0) throw new TypeError('a stranger’s secret');
          if (amount > 1_000)
            await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
          return { tax: amount / 5 };
        },
      },
    ],
    strategies: [
      strategy('price', price, {
        effects: 'none',
        output: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
        config: { type: 'object', properties: { factor: { type: 'number' } } },
      }),
      strategy('buy', buy, {
        output: { type: 'object', properties: { receipt: { type: 'string' } }, required: ['receipt'] },
      }),
      strategy('hold', hold),
      strategy('forecast', forecast, { effects: 'idempotent' }),
      strategy('book', book),
      strategy('reserve', reserve, { effects: 'idempotent' }),
      strategy('throws', async () => {
        throw new TypeError('a stranger’s secret');
      }),
      strategy('large', async ({ once }) => ({ text: String(await once('size', async () => 2n ** 64n)) })),
      strategy('nul', async ({ once }) => ({ text: await once('a\u0000', async () => 'never') })),
      strategy('nothing', async ({ once }) => ({ text: `${await once('void', async () => undefined)}` })),
      strategy('mutates', async ({ events }) => {
        const data = {};
        await events.append('noted', data);
        data.size = 2n;
        return { text: 'Noted.' };
      }),
      strategy('fills', async ({ events }) => {
        await events.append('noted', { text: 'x'.repeat(65_500) });
        return { text: 'Noted.' };
      }),
      strategy('mute', async () => ({ silence: true }), { output: nothing }),
      strategy('unkept', async () => ({ text: 'Soup.', structured: { dish: 'a\u0000' } })),
      strategy('decides', async () => ({ text: 'Vegan.' }), { provides: ['diet'] }),
      strategy('recall', async ({ conversation }) => ({
        text: conversation.history.map(({ role, parts }) => `${role}: ${parts[0].text}`).join(' | '),
      })),
    ],
  }),
};
