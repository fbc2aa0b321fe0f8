import { type FakeProviders, startFakeProviders } from '@trialogue/models/testing';
import { content, create } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let providers: FakeProviders;
let on: StartedPrompts;
beforeAll(async () => {
  providers = await startFakeProviders();
  on = await startPrompts(providers.anthropic);
});
afterAll(async () => {
  await on.close();
  await providers.close();
});

const openai = { modelProvider: 'openai', modelName: 'gpt-4o' };
const publish = (name: string, template: string | undefined, more: object = {}) =>
  on.done(create, { input: { name, ...content(template as string, more) } });
const tokens = 'query ($name: ID!) { prompt(name: $name) { version { tokens { count method by } } } }';
const tokensOf = async (name: string) => (await on.done(tokens, { name })).version.tokens;
const preview = `query ($name: ID!, $variables: JSONObject) { renderPrompt(name: $name, variables: $variables) {
  messages { role text } model { provider name id } params request missing tokens { count method by } } }`;
const rendered = (name: string, variables: object = {}) => on.done(preview, { name, variables });

describe('of a version', () => {
  test('a model of OpenAI is counted by its tokenizer, with variables at their defaults', async () => {
    await publish('hi', 'Hello {{ name }}', { ...openai, variables: [{ name: 'name', default: 'world' }] });
    // `Hello world` are two tokens; a message and the beginning of the answer add 4 and 3.
    expect(await tokensOf('hi')).toEqual({ count: 9, method: 'EXACT', by: 'gpt-tokenizer' });
  });

  test('where a variable that is needed has no value, the template is counted as it is written', async () => {
    await publish('needy', 'Hello {{ name }}', { ...openai, variables: [{ name: 'name', required: true }] });
    // Four: `Hello`, ` {{`, ` name` and ` }}`.
    expect(await tokensOf('needy')).toEqual({ count: 11, method: 'EXACT', by: 'gpt-tokenizer' });
  });

  test('each message of a chat counts', async () => {
    const messages = ['system', 'user', 'assistant'].map((role) => ({ role, template: 'Hello world' }));
    await publish('chat', undefined, { ...openai, messages });
    expect(await tokensOf('chat')).toEqual({ count: 3 * 6 + 3, method: 'EXACT', by: 'gpt-tokenizer' });
  });

  test('Claude is counted by its provider, once for the same text', async () => {
    await publish('claude', 'Be kind.');
    providers.scriptCounts(42);
    expect(await tokensOf('claude')).toEqual({ count: 42, method: 'EXACT', by: 'anthropic' });
    expect(await tokensOf('claude')).toEqual({ count: 42, method: 'EXACT', by: 'anthropic' });
    expect(providers.counted.map(({ body }) => body)).toEqual([
      { model: 'claude-sonnet-4-5', messages: [{ role: 'user', content: 'Be kind.' }] },
    ]);
  });

  test('while its provider fails it is an estimate that says so, and publishing asks nobody', async () => {
    await publish('haiku', 'Be kind.', { modelName: 'claude-haiku-4.5' });
    const asked = providers.counted.length;
    providers.scriptCounts({ status: 529 });
    expect(await tokensOf('haiku')).toEqual({ count: expect.any(Number), method: 'ESTIMATE', by: 'characters' });
    expect(providers.counted).toHaveLength(asked + 1);
    await publish('haiku', 'Be very kind.', { modelName: 'claude-haiku-4.5' });
    expect(providers.counted).toHaveLength(asked + 1);
  });
});

describe('of a preview', () => {
  test('it is all that a model would get: messages, alias, parameters, body, tokens', async () => {
    await publish('preview', 'Hello {{ name }}, {{ mood }}', {
      params: { max_tokens: 64, temperature: 0.2 },
      variables: [{ name: 'name' }, { name: 'mood', default: 'fine' }],
    });
    providers.scriptCounts(11);
    expect(await rendered('preview', { name: 'Ada' })).toEqual({
      messages: [{ role: 'system', text: 'Hello Ada, fine' }],
      model: { provider: 'anthropic', name: 'claude-sonnet-4.5', id: 'claude-sonnet-4-5' },
      params: { max_tokens: 64, temperature: 0.2 },
      request: {
        ...{ model: 'claude-sonnet-4-5', max_tokens: 64, temperature: 0.2, stream: true },
        messages: [{ role: 'user', content: 'Hello Ada, fine' }],
      },
      missing: [],
      tokens: { count: 11, method: 'EXACT', by: 'anthropic' },
    });
    expect(providers.counted.at(-1)!.body.messages).toEqual([{ role: 'user', content: 'Hello Ada, fine' }]);
  });

  test('what has no value is named; what is needed is an error', async () => {
    const variables = [{ name: 'name' }, { name: 'mood' }, { name: 'place', default: 'here' }];
    const template = '{% if name is defined %}Hi {{ name }}{% endif %} {{ place }}{% if mood is defined %}!{% endif %}';
    await publish('guarded', template, { ...openai, variables });
    expect((await rendered('guarded')).missing).toEqual(['name', 'mood']);
    expect((await rendered('guarded', { mood: 'fine' })).missing).toEqual(['name']);
    const { errors } = await on.ask(preview, { name: 'needy' });
    expect(errors[0]).toMatchObject({ code: 'PROMPT_VARIABLE_MISSING', message: expect.stringContaining('name') });
  });

  test('tokens are those of the values that were given', async () => {
    const counts = [{ name: 'world' }, { name: 'wide world' }].map((given) => rendered('hi', given));
    const [one, two] = (await Promise.all(counts)).map(({ tokens }) => tokens.count);
    expect([one, two]).toEqual([9, 10]);
  });

  test('the scripted model is sent nothing', async () => {
    await publish('script', 'Hello', { modelProvider: 'scripted', modelName: 'scripted' });
    expect(await rendered('script')).toMatchObject({ request: null, tokens: { method: 'ESTIMATE', by: 'characters' } });
  });
});

test('what a model cannot give, and what no provider can cache, is told and no reason to refuse', async () => {
  const long = 'Always the same. '.repeat(150);
  const { problems } = await publish('wasteful', `{{ day }}\n${long}`, {
    ...openai,
    variables: [{ name: 'day', required: true }],
    params: { max_tokens: 100_000 },
  });
  expect(problems).toEqual([
    { path: 'params.max_tokens', message: 'asks for 100000 tokens; gpt-4o answers with 16384 at most' },
    {
      path: 'template',
      message: expect.stringMatching(/^The variable day stands ahead of 2551 characters.* \(line 1, column 4\)$/),
    },
  ]);
});

test('what a prompt includes is counted, and looked through, as it was published', async () => {
  const variables = [{ name: 'day', required: true }];
  await publish('tone', 'Today is {{ day }}.', { ...openai, variables });
  const long = 'Always the same. '.repeat(150);
  const whole = await publish('whole', `{% include "tone" %}\n${long}`, { ...openai, variables });
  expect(whole.problems).toContainEqual({
    path: 'template',
    message: expect.stringMatching(/variable day stands .*by way of tone.*line 1, column 4/),
  });
  const [alone, withTone] = await Promise.all([tokensOf('tone'), tokensOf('whole')]);
  expect(withTone.count).toBeGreaterThan(alone.count + 150 * 4);
});

test('fifty versions are counted on one page', async () => {
  for (let number = 1; number <= 50; number += 1) await publish('many', `Number ${number}`);
  const page = await on.done(
    '{ prompt(name: "many") { versions(first: 50) { edges { node { tokens { count method } } } } } }',
  );
  expect(page.versions.edges).toHaveLength(50);
  expect(page.versions.edges.every(({ node }: any) => node.tokens.method === 'EXACT')).toBe(true);
});
