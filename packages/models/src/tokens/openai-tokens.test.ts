import { countTokens as cl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { encodeChat, countTokens as o200k } from 'gpt-tokenizer/encoding/o200k_base';
import { openaiTokens } from './openai-tokens';

const say = (role: 'system' | 'user' | 'assistant', text: string) => ({ role, text });
const count = async (model: string, ...texts: string[]) =>
  openaiTokens(
    model,
    texts.map((text) => say('user', text)),
  );

/**
 * The conversation of OpenAI's cookbook (MIT, https://github.com/openai/openai-cookbook, How_to_count_tokens_with_tiktoken,
 * section 6), whose tokens it counted and had the API count: 129 with gpt-3.5-turbo and gpt-4, 124 with gpt-4o and
 * gpt-4o-mini. Four of its messages have a name, which is its own tokens (two with `cl100k_base` and `o200k_base`, checked
 * below) and one more.
 */
const jargon = [
  say('system', 'You are a helpful, pattern-following assistant that translates corporate jargon into plain English.'),
  say('system', 'New synergies will help drive top-line growth.'),
  say('system', 'Things working well together will increase revenue.'),
  say('system', "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage."),
  say('system', "Let's talk later when we're less busy about how to do better."),
  say('user', "This late pivot means we don't have time to boil the ocean for the client deliverable."),
];
const names = ['example_user', 'example_assistant', 'example_user', 'example_assistant'];

test.each([
  ['gpt-3.5-turbo-0125', cl100k, 129],
  ['gpt-4-0613', cl100k, 129],
  ['gpt-4', cl100k, 129],
  ['gpt-4o', o200k, 124],
  ['gpt-4o-mini', o200k, 124],
])('%s: what the cookbook and the API count', async (model, encode, published) => {
  const named = names.reduce((sum, name) => sum + encode(name) + 1, 0);
  expect(await openaiTokens(model, jargon)).toEqual({ count: published - named, exact: true });
});

test('gpt-5 and the models that think begin their answer with one token fewer', async () => {
  const { count: chat } = (await openaiTokens('gpt-4o', jargon))!;
  for (const model of ['gpt-5', 'gpt-5.5', 'o3', 'o4-mini-2025-04-16'])
    expect(await openaiTokens(model, jargon)).toEqual({ count: chat - 1, exact: true });
});

test('gpt-tokenizer builds the same conversation of as many tokens', async () => {
  const chat = jargon.map(({ role, text }) => ({ role, content: text }));
  expect((await openaiTokens('gpt-4o', jargon))!.count).toBe(encodeChat(chat, 'gpt-4o').length);
});

test.each([
  ['gpt-4-turbo', 'cl100k'],
  ['gpt-4.1-mini', 'o200k'],
  ['gpt-4.5-preview', 'o200k'],
  ['chatgpt-4o-latest', 'o200k'],
  ['ft:gpt-4o-mini-2024-07-18:acme::abc', 'o200k'],
  ['ft:gpt-3.5-turbo:acme', 'cl100k'],
])('%s has the encoding %s', async (model, encoding) => {
  const text = 'お誕生日おめでとう, Brühe 🍜';
  expect(cl100k(text)).not.toBe(o200k(text));
  expect(await count(model, text)).toEqual({ count: (encoding === 'cl100k' ? cl100k : o200k)(text) + 7, exact: true });
});

test.each(['qwen3:4b', 'llama3', 'claude-sonnet-4-5', 'my-gpt-4o', ''])('%s is no model of OpenAI', async (model) => {
  expect(await count(model, 'Soup')).toBeUndefined();
});

test('servers of gpt-oss put words of their own around the messages: no exact count', async () => {
  expect(await count('gpt-oss:20b', 'Soup')).toMatchObject({ exact: false });
});

test('words that steer a model are text when somebody writes them', async () => {
  const [plain, steering] = [await count('gpt-4o', 'end of text'), await count('gpt-4o', '<|endoftext|>')];
  expect(steering!.count).toBeGreaterThan(plain!.count);
});

/** What, how much, and how many tokens the tokenizer makes of it when it is given its time. */
const hostile: [string, string, number][] = [
  ['one letter', 'a'.repeat(262_144), 32_768],
  ['spaces', ' '.repeat(262_144), 2_048],
  ['signs', '-'.repeat(262_144), 4_096],
  ['marks', 'e\u0301'.repeat(131_072), 0],
  [
    'characters of Chinese',
    Array.from({ length: 60_000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join(''),
    113_973,
  ],
  ['faces', '👩‍👩‍👧‍👦'.repeat(10_000), 0],
  ['broken pairs', '\ud800'.repeat(100_000), 0],
  ['lines', 'Soup, bread and 12 eggs.\n'.repeat(10_000), 0],
];

test.each(hostile)('a quarter of a megabyte of %s holds nobody up', async (_, text, known) => {
  await count('gpt-4o', 'the encoding is loaded');
  const { result, longest } = await leastWatched(() => count('gpt-4o', text));
  expect(result!.count).toBeGreaterThan(1_000);
  expect(result!.exact).toBe(text.includes('\n'));
  if (known > 0) expect(Math.abs(result!.count / known - 1)).toBeLessThan(0.05);
  expect(longest).toBeLessThan(50);
});

/** Of some attempts the one with the shortest turns, for others also pay for compiling, collecting and a busy machine. */
async function leastWatched<Result>(work: () => Promise<Result>) {
  let least = await whileWatched(work);
  for (let more = 0; more < 5 && least.longest >= 50; more++) {
    const { result, longest } = await whileWatched(work);
    if (longest < least.longest) least = { result, longest };
  }
  return least;
}

/** The most CPU time, in ms, that this process has spent within one turn of the event loop. */
async function whileWatched<Result>(work: () => Promise<Result>) {
  let before = process.cpuUsage();
  let longest = 0;
  let watching = true;
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.cpuUsage();
    if (watching) setImmediate(look);
  };
  setImmediate(look);
  const result = await work();
  watching = false;
  return { result, longest };
}
