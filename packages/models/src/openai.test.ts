import { createModels } from './models';
import { collect, memoryLogger, request, say } from './testing/ask';
import { type FakeProviders, startFakeProviders } from './testing/fake-providers';

let providers: FakeProviders;
beforeAll(async () => {
  providers = await startFakeProviders();
});
afterAll(() => providers.close());
const models = (openai: object = providers.openai) => createModels({ openai, logger: memoryLogger() });
const ask = (given = {}, openai?: object) => collect(models(openai).stream(request('openai', given)));

test('text is streamed as it comes, then usage without the cache’s, stop reason and the model that answered', async () => {
  providers.script({
    tokens: ['Brühe', ' mit', ' 🍜'],
    model: 'gpt-5.5-2026-02-01',
    usage: { input: 12, output: 3, cacheRead: 400, cacheWrite: 50 },
  });
  const answer = await ask();
  expect(answer.pieces).toEqual(['Brühe', ' mit', ' 🍜']);
  expect(answer.end).toEqual({
    type: 'end',
    text: 'Brühe mit 🍜',
    usage: { input: 12, output: 3, cacheRead: 400, cacheWrite: 50 },
    stopReason: 'end',
    model: 'gpt-5.5-2026-02-01',
    standIn: false,
  });
});

test('the request carries key, name, parameters and messages, and asks for usage', async () => {
  const messages = [say('system', 'Be kind.'), say('user', 'Dinner?'), say('tool', 'ignored')];
  await ask({ messages, params: { temperature: 0.2, max_completion_tokens: 64, model: 'other', stream: false } });
  const { headers, body } = providers.requests.at(-1)!;
  expect(headers.authorization).toBe('Bearer sk-fake');
  expect(body).toEqual({
    model: 'a-model',
    temperature: 0.2,
    max_completion_tokens: 64,
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Dinner?' },
    ],
    stream: true,
    stream_options: { include_usage: true },
  });
});

test('a server that does not count tokens is tolerated', async () => {
  providers.script({ tokens: ['Soup'], usage: null });
  expect((await ask()).end).toMatchObject({
    text: 'Soup',
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  });
});

test('a base URL alone is enough: no made-up key is sent, and the environment is not read', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { OPENAI_API_KEY: 'other', OPENAI_ORG_ID: 'org', OPENAI_LOG: 'debug' });
  const log = jest.spyOn(console, 'debug').mockImplementation();
  const answer = await ask({}, { baseURL: providers.openai.baseURL });
  process.env = before;
  expect(answer.error).toBeUndefined();
  const { headers } = providers.requests.at(-1)!;
  expect(headers).not.toHaveProperty('authorization');
  expect(headers).not.toHaveProperty('openai-organization');
  expect(log).not.toHaveBeenCalled();
});

test.each([
  ['stop', 'end'],
  ['length', 'length'],
  ['content_filter', 'refusal'],
  ['tool_calls', 'tool'],
  ['something_new', 'something_new'],
  ['constructor', 'constructor'],
])('finish reason %s is %s', async (stopReason, expected) => {
  providers.script({ tokens: ['Hm'], stopReason });
  expect((await ask()).end?.stopReason).toBe(expected);
});
