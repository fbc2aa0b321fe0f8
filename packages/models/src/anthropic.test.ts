import { anthropicBody } from './anthropic-body';
import { createModels } from './models';
import { collect, memoryLogger, request, say } from './testing/ask';
import { type FakeProviders, startFakeProviders } from './testing/fake-providers';

let providers: FakeProviders;
beforeAll(async () => {
  providers = await startFakeProviders();
});
afterAll(() => providers.close());
const models = () => createModels({ anthropic: providers.anthropic, logger: memoryLogger() });
const body = (given: object) => anthropicBody(request('anthropic', given));
const cached = (text: string) => [{ type: 'text', text, cache_control: { type: 'ephemeral' } }];

test('text is streamed as it comes, then usage, stop reason and the model that answered', async () => {
  providers.script({
    tokens: ['Brühe', ' mit', ' 🍜'],
    model: 'claude-sonnet-4-5-20250929',
    usage: { input: 12, output: 3, cacheRead: 400, cacheWrite: 50 },
  });
  const answer = await collect(models().stream(request('anthropic')));
  expect(answer.pieces).toEqual(['Brühe', ' mit', ' 🍜']);
  expect(answer.end).toEqual({
    type: 'end',
    text: 'Brühe mit 🍜',
    usage: { input: 12, output: 3, cacheRead: 400, cacheWrite: 50 },
    stopReason: 'end',
    model: 'claude-sonnet-4-5-20250929',
    standIn: false,
  });
});

test('the request carries key, id, parameters and messages', async () => {
  const model = { provider: 'anthropic', name: 'claude-sonnet-4.6' };
  const messages = [say('system', 'Be kind.'), say('user', 'Dinner?')];
  await collect(models().stream(request('', { model, messages, params: { temperature: 0.2, max_tokens: 64 } })));
  const { headers, body } = providers.requests.at(-1)!;
  expect(headers.authorization).toBe('Bearer sk-ant-fake');
  expect(body).toEqual({
    model: 'claude-sonnet-4-6',
    max_tokens: 64,
    temperature: 0.2,
    system: cached('Be kind.'),
    messages: [{ role: 'user', content: 'Dinner?' }],
    stream: true,
  });
});

test.each([
  [{}, '2026-10-21'],
  [{ max_tokens: 9 }, '2026-10-21'],
  [{ temperature: 0.2 }, '2023-06-01'],
  [{ top_p: 0.9 }, '2023-06-01'],
  [{ top_k: 5 }, '2023-06-01'],
])('parameters %j are sent under the version that takes them, %s', async (params, version) => {
  expect((await collect(models().stream(request('anthropic', { params })))).error).toBeUndefined();
  expect(providers.requests.at(-1)!.headers['anthropic-version']).toBe(version);
});

test.each([
  ['end_turn', 'end'],
  ['max_tokens', 'length'],
  ['refusal', 'refusal'],
  ['tool_use', 'tool'],
  ['stop_sequence', 'stop-sequence'],
  ['pause_turn', 'pause'],
  ['model_context_window_exceeded', 'context'],
  ['something_new', 'something_new'],
  ['constructor', 'constructor'],
])('stop reason %s is %s', async (stopReason, expected) => {
  providers.script({ tokens: ['Hm'], stopReason });
  expect((await collect(models().stream(request('anthropic')))).end?.stopReason).toBe(expected);
});

test('a model that thinks for longer, and keeps to itself what, has begun', async () => {
  const before = providers.requests.length;
  providers.script({ thoughts: 'omitted', tokens: ['Soup'], tokenMs: 3_000, keepAliveMs: 50 });
  const limits = { firstTokenMs: 2_000, stallMs: 10_000 };
  const impatient = createModels({ anthropic: providers.anthropic, logger: memoryLogger(), limits });
  expect(await collect(impatient.stream(request('anthropic')))).toMatchObject({ pieces: ['Soup'], error: undefined });
  expect(providers.requests).toHaveLength(before + 1);
});

test('the environment is not read', async () => {
  const before = { ...process.env };
  Object.assign(process.env, {
    ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
    ANTHROPIC_AUTH_TOKEN: 't',
    ANTHROPIC_LOG: 'debug',
  });
  const log = jest.spyOn(console, 'debug').mockImplementation();
  const answer = await collect(models().stream(request('anthropic')));
  process.env = before;
  expect(answer.error).toBeUndefined();
  expect(providers.requests.at(-1)!.headers.authorization).toBe('Bearer sk-ant-fake');
  expect(log).not.toHaveBeenCalled();
});

describe('messages', () => {
  test('system messages are gathered, neighbours of one role merged, what has no text left out', () => {
    const messages = [
      say('system', 'Be kind.'),
      say('user', 'One'),
      say('user', 'Two'),
      say('assistant', ' '),
      say('tool', 'ignored'),
      say('assistant', 'Three'),
      say('system', 'Be brief.'),
      {
        role: 'user' as const,
        parts: [
          { type: 'text' as const, text: 'Fo' },
          { type: 'text' as const, text: 'ur' },
        ],
      },
    ];
    expect(body({ messages })).toMatchObject({
      system: cached('Be kind.\n\nBe brief.'),
      messages: [
        { role: 'user', content: cached('One\n\nTwo') },
        { role: 'assistant', content: 'Three' },
        { role: 'user', content: 'Four' },
      ],
    });
  });

  test('who has spoken first, as a flow does, is preceded by a user, as the API wants it', () => {
    const messages = [say('system', 'Be kind.'), say('assistant', 'How many eat?'), say('user', 'Two')];
    expect(body({ messages }).messages).toEqual([
      { role: 'user', content: cached('(The conversation begins.)') },
      { role: 'assistant', content: 'How many eat?' },
      { role: 'user', content: 'Two' },
    ]);
  });

  test('a prompt alone is what the user says', () => {
    const alone = body({ messages: [say('system', 'Write a menu.')] });
    expect(alone.messages).toEqual([{ role: 'user', content: 'Write a menu.' }]);
    expect(alone).not.toHaveProperty('system');
  });

  test('without system text there is no `system`; parameters never replace what the product says', () => {
    expect(body({ params: { model: 'other', stream: false, messages: [], top_k: 5 } })).toEqual({
      max_tokens: 1024,
      model: 'a-model',
      stream: true,
      top_k: 5,
      messages: [{ role: 'user', content: 'What is for dinner?' }],
    });
  });
});

describe('marks for the cache', () => {
  const talk = [
    say('system', 'Be kind.'),
    ...['One', 'Two', 'Three'].flatMap((text) => [say('user', text), say('assistant', 'Ah')]),
  ];

  test('stand behind the system and the user’s message before the last, which the next request has too', () => {
    const { system, messages } = body({ messages: talk.slice(0, -1) });
    expect(system).toEqual(cached('Be kind.'));
    expect(messages.map(({ content }) => content)).toEqual(['One', 'Ah', cached('Two'), 'Ah', 'Three']);
  });

  test('what only the last message says is never marked', () => {
    expect(body({ messages: [say('user', 'One')] }).messages).toEqual([{ role: 'user', content: 'One' }]);
  });

  test.each([[null], [{ type: 'ephemeral', ttl: '1h' }]])(
    'are left to a prompt that says %j itself',
    (cache_control) => {
      const { system, messages, ...rest } = body({ messages: talk, params: { cache_control } });
      expect(system).toBe('Be kind.');
      expect(messages.map(({ content }) => content)).toEqual(['One', 'Ah', 'Two', 'Ah', 'Three', 'Ah']);
      expect(rest).toMatchObject({ cache_control });
    },
  );

  test('the provider takes them', async () => {
    const tools = [{ name: 'weather', description: 'Tells it.', input: {} }];
    const answer = await collect(models().stream(request('anthropic', { messages: talk.slice(0, -1), tools })));
    expect(answer.error).toBeUndefined();
    expect(JSON.stringify(providers.requests.at(-1)!.body).match(/"cache_control"/g)).toHaveLength(3);
  });
});
