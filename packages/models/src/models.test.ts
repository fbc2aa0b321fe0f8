import { createModels } from './models';
import { collect, memoryLogger, request } from './testing/ask';
import { startFakeProviders } from './testing/fake-providers';

const anthropic = { apiKey: 'sk-ant-x' };
const openai = { baseURL: 'http://127.0.0.1:1/v1' };
const sonnet = { provider: 'anthropic', name: 'claude-sonnet-4.5' };
const gpt = { provider: 'openai', name: 'gpt-5.5' };
const scripted = { provider: 'scripted', name: 'scripted', standIn: true };

test.each([
  ['nothing', {}, sonnet, scripted],
  ['nothing', {}, gpt, scripted],
  ['nothing', {}, { provider: 'scripted', name: 'any' }, scripted],
  ['an empty key', { anthropic: { apiKey: '' }, openai: {} }, sonnet, scripted],
  ['anthropic', { anthropic }, sonnet, { provider: 'anthropic', name: 'claude-sonnet-4-5', standIn: false }],
  ['anthropic', { anthropic }, { ...sonnet, name: 'new' }, { provider: 'anthropic', name: 'new', standIn: false }],
  [
    'anthropic',
    { anthropic },
    { ...sonnet, name: 'constructor' },
    { provider: 'anthropic', name: 'constructor', standIn: false },
  ],
  ['anthropic', { anthropic }, gpt, scripted],
  ['openai', { openai }, gpt, { ...gpt, standIn: false }],
  ['openai', { openai }, { ...gpt, name: sonnet.name }, { ...gpt, name: sonnet.name, standIn: false }],
  ['both', { anthropic, openai }, { provider: 'scripted', name: 'any' }, scripted],
  [
    'an alias',
    { openai, aliases: { openai: { small: 'qwen3:4b' } } },
    { ...gpt, name: 'small' },
    { ...gpt, name: 'qwen3:4b', standIn: false },
  ],
])('with %s set, who answers is known beforehand', (_, options, model, expected) => {
  expect(createModels({ logger: memoryLogger(), ...options }).resolve(model)).toEqual(expected);
});

test('a provider that nobody knows is refused, with those that are known', async () => {
  const models = createModels({ logger: memoryLogger(), anthropic });
  const refusal = {
    code: 'MODEL_NOT_CONFIGURED',
    retryable: false,
    message:
      'Nothing can answer for the model antropic/m: there is no provider antropic, only anthropic, openai, scripted.',
  };
  expect(() => models.resolve({ provider: 'antropic', name: 'm' })).toThrow(expect.objectContaining(refusal));
  const answer = await collect(models.stream(request('antropic', { model: { provider: 'antropic', name: 'm' } })));
  expect(answer.error).toMatchObject(refusal);
});

test('a stand-in is announced once for each provider, with what to set', async () => {
  const logger = memoryLogger();
  const models = createModels({ logger, paceMs: 0 });
  for (const model of [sonnet, sonnet, gpt]) {
    models.resolve(model);
    const answer = await collect(models.stream(request('', { model, replies: [{ when: [], reply: 'Soup.' }] })));
    expect(answer.end).toMatchObject({ text: 'Soup.', standIn: true, model: 'scripted' });
  }
  expect(logger.lines.map(({ level, text }) => `${level}: ${text}`)).toEqual([
    'warn: The scripted model answers in place of anthropic: set ANTHROPIC_API_KEY.',
    'warn: The scripted model answers in place of openai: set OPENAI_API_KEY or OPENAI_BASE_URL.',
  ]);
});

test('an SDK is loaded at the first request to its provider, not before', async () => {
  const loaded: string[] = [];
  for (const name of ['@anthropic-ai/sdk', 'openai'])
    jest.doMock(name, () => {
      loaded.push(name);
      return jest.requireActual(name);
    });
  const providers = await startFakeProviders();
  const models = createModels({ ...providers, logger: memoryLogger() });
  models.resolve(sonnet);
  expect(loaded).toEqual([]);
  await collect(models.stream(request('openai')));
  expect(loaded).toEqual(['openai']);
  await collect(models.stream(request('anthropic')));
  expect(loaded).toEqual(['openai', '@anthropic-ai/sdk']);
  await providers.close();
});
