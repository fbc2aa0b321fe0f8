import { budgetProblems } from './prompt-version.budget';

const about = (tokens: number) => 'soup '.repeat(tokens);
const problems = (modelName: string, params: object, more: object = {}, modelProvider = 'openai') =>
  budgetProblems({ modelProvider, modelName, params: params as {}, template: 'Hello', ...more });

test.each([
  ['gpt-4o', { max_tokens: 16_384 }, {}],
  ['gpt-4o', {}, {}],
  ['gpt-4', {}, { template: about(5_000) }],
  ['gpt-4', { max_tokens: 2_000 }, { template: about(5_000) }],
  ['gpt-9-quantum', { max_tokens: 9_999_999 }, { template: about(10_000) }],
])('%s takes %j', (model, params, more) => expect(problems(model, params, more)).toEqual([]));

test.each([
  [
    'gpt-4o',
    { max_tokens: 16_385 },
    ['params', 'max_tokens'],
    'asks for 16385 tokens; gpt-4o answers with 16384 at most',
  ],
  ['gpt-5.5', { max_completion_tokens: 128_001 }, ['params', 'max_completion_tokens'], /128000 at most/],
  ['gpt-9-quantum', { max_tokens: 0 }, ['params', 'max_tokens'], /no whole number above 0/],
  ['gpt-4o', { max_tokens: '10' }, ['params', 'max_tokens'], /no whole number above 0/],
  ['gpt-4o', { max_tokens: 1.5 }, ['params', 'max_tokens'], /no whole number above 0/],
  ['gpt-4o', { max_tokens: null }, ['params', 'max_tokens'], /no whole number above 0/],
])('%s does not take %j', (model, params, path, message) => {
  expect(problems(model, params)).toEqual([
    { path, message: typeof message === 'string' ? message : expect.stringMatching(message) },
  ]);
});

test('an alias has the limits of its model', () => {
  expect(problems('claude-sonnet-4.5', { max_tokens: 64_001 }, {}, 'anthropic')).toHaveLength(1);
  expect(problems('claude-sonnet-4.5', { max_tokens: 64_000 }, {}, 'anthropic')).toEqual([]);
});

test('prompt and answer share the context window', () => {
  const template = about(7_000);
  expect(problems('gpt-4', {}, { template })).toEqual([]);
  expect(problems('gpt-4', { max_tokens: 2_000 }, { template })).toEqual([
    {
      path: ['template'],
      message: expect.stringMatching(
        /^has about \d+ tokens, and max_tokens 2000 more; the context window of gpt-4 has 8192$/,
      ),
    },
  ]);
  expect(problems('gpt-4', {}, { template: about(9_000) })[0]!.message).toMatch(/tokens; the context window of gpt-4/);
});

test('all messages count, and what they include, each included prompt once', () => {
  const messages = [about(3_000), about(3_000)].map((template) => ({ role: 'user', template }));
  const leaf = { version: 'b@1', template: about(1_500) };
  const includes = { b: leaf, a: { version: 'a@1', template: 'a', includes: { 'b@1': leaf } } };
  expect(problems('gpt-4', {}, { messages, includes })).toEqual([]);
  expect(problems('gpt-4', { max_tokens: 1_000 }, { messages, includes })).toMatchObject([{ path: ['messages'] }]);
});
