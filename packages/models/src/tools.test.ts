import type { Message, ToolDefinition } from '@trialogue/plugin-api';
import type { ChatRequest } from './chat-model';
import { createModels } from './models';
import { collect, memoryLogger, request, say } from './testing/ask';
import type { FakeText, FakeToolCallStyle } from './testing/fake-answer';
import { type FakeProviders, startFakeProviders } from './testing/fake-providers';

let providers: FakeProviders;
beforeEach(async () => {
  providers = await startFakeProviders();
});
afterEach(() => providers.close());

const weather: ToolDefinition = {
  name: 'weather',
  description: 'Tells the weather.',
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const tides: ToolDefinition = { name: 'tides', description: 'Tells the tides.', input: { properties: {} } };
const rome = { tool: 'weather', arguments: { city: 'Rome, “the eternal”', days: [1, 2] } };
const oslo = { tool: 'weather', arguments: { city: 'Oslo' } };
const noArguments = { tool: 'tides', arguments: '' };

function ask(provider: string, given: Partial<ChatRequest> = {}) {
  const clock = { now: () => 0, wait: async () => {} };
  const models = createModels({ ...providers, logger: memoryLogger(), clock });
  return collect(models.stream(request(provider, { tools: [weather, tides], ...given })));
}

const used: Message[] = [
  say('system', 'Be kind.'),
  say('user', 'Rain?'),
  {
    role: 'assistant',
    parts: [
      { type: 'text', text: 'Let me see.' },
      { type: 'tool-call', id: 'a', tool: 'weather', arguments: { city: 'Rome' } },
      { type: 'tool-call', id: 'b', tool: 'tides', arguments: {} },
    ],
  },
  {
    role: 'tool',
    parts: [
      { type: 'tool-result', id: 'a', ok: true, content: { rain: false } },
      { type: 'tool-result', id: 'b', ok: false, content: 'It failed.' },
    ],
  },
];

describe.each(['anthropic', 'openai'])('%s', (provider) => {
  const styles: FakeToolCallStyle[] =
    provider === 'openai' ? ['fragments', 'in-turns', 'no-index', 'whole'] : ['fragments', 'whole'];

  test.each(styles)(
    'parallel calls that are sent as %s are put together, and come whole behind the text',
    async (toolCallStyle) => {
      const toolCalls = toolCallStyle === 'whole' ? [rome, oslo] : [rome, oslo, noArguments];
      providers.script({ tokens: ['Let', ' me see.'], toolCalls, toolCallStyle, bytesPerWrite: 5 });
      const { text, calls, end, error } = await ask(provider);
      expect(error).toBeUndefined();
      const expected = [
        { id: 'call_1', ...rome },
        { id: 'call_2', ...oslo },
        { id: 'call_3', tool: 'tides', arguments: {} },
      ].slice(0, toolCalls.length);
      expect(calls).toEqual(expected);
      expect(end).toMatchObject({ text: 'Let me see.', toolCalls: expected, stopReason: 'tool' });
      expect(text).toBe('Let me see.');
    },
  );

  test('a call alone is an answer', async () => {
    providers.script({ tokens: [], toolCalls: [oslo] });
    expect(await ask(provider)).toMatchObject({ pieces: [], calls: [oslo], end: { text: '', stopReason: 'tool' } });
  });

  test.each<[string, string]>([
    ['broken', '{"city": "Ro'],
    ['no object', '["Rome"]'],
  ])('arguments that are %s: asked again before the first token, a failure after it', async (_, broken) => {
    const toolCalls = [{ tool: 'weather', arguments: broken }];
    providers.script({ tokens: [], toolCalls }, { tokens: [], toolCalls: [oslo] });
    expect(await ask(provider)).toMatchObject({ calls: [oslo] });
    providers.script({ tokens: ['Well'], toolCalls });
    const { error, calls } = await ask(provider);
    expect(calls).toEqual([]);
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(error.message).toContain('the arguments of a tool call are no JSON object');
    expect(providers.requests).toHaveLength(3);
  });

  test('of an answer that is cut short, calls that are not whole are left out', async () => {
    const stopReason = provider === 'anthropic' ? 'max_tokens' : 'length';
    for (const cut of ['{"city": "Os', '']) {
      providers.script({ tokens: [], toolCalls: [rome, { tool: 'weather', arguments: cut }], stopReason });
      expect(await ask(provider)).toMatchObject({ calls: [rome], end: { stopReason: 'length', toolCalls: [rome] } });
    }
  });

  test('a connection that breaks in the middle of a call: again before the first token, a failure after it', async () => {
    const cut: FakeText = { tokens: [], toolCalls: [oslo, rome], ending: 'cut-in-tool-call' };
    providers.script(cut, { tokens: [], toolCalls: [oslo] });
    expect((await ask(provider)).calls).toMatchObject([oslo]);
    providers.script({ ...cut, tokens: ['Well'] });
    const { error, calls, text } = await ask(provider);
    expect([text, calls]).toEqual(['Well', []]);
    expect(error.message).toContain('the connection failed (UND_ERR_SOCKET)');
  });

  test('too many calls are a model that has lost its way', async () => {
    providers.script({ tokens: [], toolCalls: Array.from({ length: 129 }, () => oslo), toolCallStyle: 'whole' });
    const { error } = await ask(provider);
    expect(error).toMatchObject({ code: 'MODEL_FAILED' });
    expect(error.message).toContain('more than 128 tools');
  });

  test('so are endless arguments', async () => {
    const toolCalls = [{ tool: 'weather', arguments: { city: 'x'.repeat(1_000_001) } }];
    providers.script({ tokens: [], toolCalls, toolCallStyle: 'whole' });
    expect((await ask(provider)).error.message).toContain('the tool calls are longer than 1000000 characters');
  });

  test('calls and what was answered are sent as pairs', async () => {
    expect((await ask(provider, { messages: used })).error).toBeUndefined();
    const { body } = providers.requests[0]!;
    const sent = provider === 'anthropic' ? body.messages : body.messages.slice(1);
    expect(sent).toEqual(provider === 'anthropic' ? anthropicUsed : openaiUsed);
  });

  test('a window that cuts between a call and its answer leaves both out', async () => {
    const messages = [say('user', 'Rain?'), used[3]!, say('assistant', 'No.'), say('user', 'Sure?'), used[2]!];
    expect((await ask(provider, { messages })).error).toBeUndefined();
    const sent = JSON.stringify(providers.requests[0]!.body.messages);
    expect(sent).toContain('Let me see.');
    for (const name of ['tool_use', 'tool_result', 'tool_call', '"tool"']) expect(sent).not.toContain(name);
  });

  test('without tools in the request neither calls nor answers are sent', async () => {
    expect((await ask(provider, { messages: used, tools: [] })).error).toBeUndefined();
    const { body } = providers.requests[0]!;
    expect(body).not.toHaveProperty('tools');
    expect(JSON.stringify(body.messages)).not.toMatch(/tool/);
  });
});

const anthropicUsed = [
  { role: 'user', content: [{ type: 'text', text: 'Rain?', cache_control: { type: 'ephemeral' } }] },
  {
    role: 'assistant',
    content: [
      { type: 'text', text: 'Let me see.' },
      { type: 'tool_use', id: 'a', name: 'weather', input: { city: 'Rome' } },
      { type: 'tool_use', id: 'b', name: 'tides', input: {} },
    ],
  },
  {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: 'a', content: '{"rain":false}' },
      { type: 'tool_result', tool_use_id: 'b', content: 'It failed.', is_error: true },
    ],
  },
];

const openaiUsed = [
  { role: 'user', content: 'Rain?' },
  {
    role: 'assistant',
    content: 'Let me see.',
    tool_calls: [
      { id: 'a', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
      { id: 'b', type: 'function', function: { name: 'tides', arguments: '{}' } },
    ],
  },
  { role: 'tool', tool_call_id: 'a', content: '{"rain":false}' },
  { role: 'tool', tool_call_id: 'b', content: 'Error: It failed.' },
];

test.each([
  ['anthropic', 'auto', { type: 'auto' }],
  ['anthropic', 'none', { type: 'none' }],
  ['anthropic', { name: 'tides' }, { type: 'tool', name: 'tides' }],
  ['openai', 'auto', 'auto'],
  ['openai', 'none', 'none'],
  ['openai', { name: 'tides' }, { type: 'function', function: { name: 'tides' } }],
] as const)('%s: the choice %j is %j', async (provider, toolChoice, expected) => {
  expect((await ask(provider, { toolChoice })).error).toBeUndefined();
  expect(providers.requests[0]!.body.tool_choice).toEqual(expected);
});

test('tools as Anthropic takes them, the last one marked for the cache', async () => {
  await ask('anthropic');
  expect(providers.requests[0]!.body.tools).toEqual([
    { name: 'weather', description: 'Tells the weather.', input_schema: weather.input },
    {
      name: 'tides',
      description: 'Tells the tides.',
      input_schema: { type: 'object', properties: {} },
      cache_control: { type: 'ephemeral' },
    },
  ]);
});

test('tools as OpenAI takes them', async () => {
  await ask('openai');
  expect(providers.requests[0]!.body.tools).toEqual([
    { type: 'function', function: { name: 'weather', description: 'Tells the weather.', parameters: weather.input } },
    {
      type: 'function',
      function: { name: 'tides', description: 'Tells the tides.', parameters: { type: 'object', properties: {} } },
    },
  ]);
});

test.each(['no-index', 'whole'] as const)(
  'a server that sends no ids and %s: each call gets one of its own',
  async (toolCallStyle) => {
    const toolCalls = [rome, oslo].map((call) => ({ ...call, id: null }));
    providers.script({ tokens: [], toolCalls, toolCallStyle, stopReason: 'stop' });
    const { calls, end } = await ask('openai');
    expect(calls).toMatchObject([rome, oslo]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    expect(end?.stopReason).toBe('tool');
  },
);
