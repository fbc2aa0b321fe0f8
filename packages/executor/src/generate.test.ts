import { type ChatEvent, type ChatRequest, createModels } from '@trialogue/models';
import type { Part, ToolCall } from '@trialogue/plugin-api';
import { executing, memoryLedger, promptVersion, quiet } from './testing/executing';
import { strategy } from './testing/plugin-folder';

const any = `output: { type: 'object', properties: {} }`;
const responseSchema = {
  type: 'object',
  properties: { dish: { type: 'string' }, people: { type: 'integer', minimum: 1 } },
  required: ['dish', 'people'],
};
/** Asks with what the prompt version says, and what the test adds. */
const asking = (more = '{}') =>
  strategy(
    'ask',
    `({ prompts, models }) => {
      const { messages, output } = await prompts.render('meal@1', {});
      const said = { role: 'user', parts: [{ type: 'text', text: 'What is for dinner?' }] };
      return models.generate({ messages: [...messages, said], output, stream: true, ...${more} });
    }`,
    any,
  );
const saying = (...replies: string[]) =>
  promptVersion({ responseSchema, replies: replies.map((reply) => ({ when: [], reply })) });

/** The executor with its models seen, or played by the test. */
async function watched(source: string, prompt = promptVersion(), play?: (request: ChatRequest) => ChatEvent[]) {
  const opened = await executing(source, prompt);
  const requests: ChatRequest[] = [];
  const options = (opened.executor as any).options;
  const { models } = options;
  async function* stream(request: ChatRequest) {
    requests.push(request);
    yield* play ? play(request) : models.stream(request);
  }
  options.models = { ...models, stream };
  return { ...opened, requests };
}

const usage = { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 };
const end = (change: Partial<Extract<ChatEvent, { type: 'end' }>> = {}): ChatEvent => ({
  ...{ type: 'end', text: '', usage, stopReason: 'end', model: 'm', standIn: false },
  ...change,
});
const objects = (parts: readonly Part[]) => parts.flatMap((part) => (part.type === 'object' ? [part.partial] : []));

describe('an answer that has to be of a schema', () => {
  test('is checked, and shown as it grows, in place of its text', async () => {
    const { execute, parts, requests } = await watched(asking(), saying('{"dish": "Onion soup", "people": 2}'));
    expect(await execute('ask')).toMatchObject({
      outcome: 'COMPLETED',
      output: { structured: { dish: 'Onion soup', people: 2 }, output: '{"dish": "Onion soup", "people": 2}' },
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]!.output).toEqual({ name: 'meal', schema: responseSchema });
    expect(objects(parts)).toEqual([
      { dish: '' },
      { dish: 'Onion' },
      { dish: 'Onion soup' },
      { dish: 'Onion soup', people: 2 },
    ]);
    expect(parts).toHaveLength(4);
  });

  test('is asked for again with what was wrong with it, and all of it is counted', async () => {
    const { execute, requests } = await watched(
      asking(),
      saying('Soup!', '{"dish": "Soup", "people": 0}', '{"dish": "Soup", "people": 2}'),
    );
    const record = await execute('ask');
    expect(record).toMatchObject({ output: { structured: { dish: 'Soup', people: 2 } } });
    const texts = requests.map(({ messages }) => messages.map(({ role, parts: [part] }) => [role, (part as any).text]));
    expect(texts[1]!.slice(texts[0]!.length)).toEqual([
      ['assistant', 'Soup!'],
      ['user', expect.stringContaining('refused: The answer is no JSON object.')],
    ]);
    expect(texts[2]!.slice(texts[1]!.length)).toEqual([
      ['assistant', '{"dish": "Soup", "people": 0}'],
      ['user', expect.stringContaining('refused: people: ')],
    ]);
    expect(record.usage.output).toBe(2 + 8 + 8);
    expect((record as any).output.usage).toEqual(record.usage);
  });

  test('fails when it is not that at the third time', async () => {
    const { execute, requests } = await watched(asking(), saying('One', 'Two', 'Three', '{"dish":"Soup","people":2}'));
    const record = await execute('ask');
    expect(record).toMatchObject({
      outcome: 'FAILED',
      error: { code: 'OUTPUT_INVALID', message: expect.stringContaining('The answer is no JSON object.') },
    });
    expect(requests).toHaveLength(3);
    expect(record.usage.output).toBe(1 + 1 + 2);
  });

  test.each([
    ['refusal', 'The model refused to answer.', 1],
    ['length', 'The answer was cut short', 3],
  ])('%s is told as such', async (stopReason, message, asked) => {
    const { execute, requests } = await watched(asking(), saying(), () => [end({ text: '{"dish"', stopReason })]);
    const error = { code: 'OUTPUT_INVALID', message: expect.stringContaining(message) };
    expect(await execute('ask')).toMatchObject({ error });
    expect(requests).toHaveLength(asked);
  });

  test('is not asked for again when what is left of a budget has cut it', async () => {
    const cut = { ...usage, output: 9 };
    const { execute, requests } = await watched(asking(), saying(), () => [
      end({ text: '{"dish"', stopReason: 'length', usage: cut }),
    ]);
    expect(await execute('ask', { budget: { tokens: 9 } })).toMatchObject({ error: { code: 'OUTPUT_INVALID' } });
    expect(requests.map(({ maxTokens }) => maxTokens)).toEqual([9]);
  });

  test('is none of what the flow judges itself', async () => {
    const { execute, requests, parts } = await watched(asking(), saying('No object.'));
    const output = { schema: { type: 'object' } };
    expect(await execute('ask', { output })).toMatchObject({ output: { output: 'No object.' } });
    expect(requests.map((request) => request.output)).toEqual([{ name: 'answer', schema: output.schema }]);
    expect(parts).toEqual([]);
  });

  test('may come after tool calls', async () => {
    const toolCalls = [{ id: '1', tool: 'look', arguments: {} }];
    const tools = `{ tools: [{ name: 'look', description: '', input: { type: 'object' } }] }`;
    const { execute } = await watched(asking(tools), saying(), () => [end({ toolCalls, stopReason: 'tool' })]);
    const record = await execute('ask');
    expect(record).toMatchObject({ output: { toolCalls, stopReason: 'tool' } });
    expect((record as any).output).not.toHaveProperty('structured');
  });
});

describe('tools', () => {
  const input = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const tools = (...names: string[]) =>
    JSON.stringify({ tools: names.map((name) => ({ name, description: 'Looks.', input })), toolChoice: 'auto' });
  const plain = (more: string) => asking(more).replace('output, stream', 'stream');

  test('what a model calls is shown as it comes, checked, and given back', async () => {
    const calls: ToolCall[] = [
      { id: '1', tool: 'weather', arguments: { city: 'Rome' } },
      { id: '2', tool: 'weather', arguments: { city: 2 } },
      { id: '3', tool: 'tides', arguments: {} },
    ];
    const { execute, parts, requests } = await watched(plain(tools('weather')), promptVersion(), () => [
      ...calls.map((call) => ({ type: 'tool-call' as const, ...call })),
      end({ toolCalls: calls, stopReason: 'tool' }),
    ]);
    const record: any = await execute('ask');
    expect(requests[0]).toMatchObject(JSON.parse(tools('weather')));
    expect(record.output.toolCalls).toEqual([
      calls[0],
      { ...calls[1], problem: 'city: found 2; expected a string.' },
      { ...calls[2], problem: 'There is no tool tides, only weather.' },
    ]);
    expect(parts).toEqual(calls.map((call) => ({ type: 'tool-call', ...call })));
  });

  test.each([
    ['two of one name', tools('a', 'a')],
    ['a name that no provider takes', tools('a b')],
    ['too many', tools(...Array.from({ length: 129 }, (_, index) => `t${index}`))],
    ['too long', JSON.stringify({ tools: [{ name: 'a', description: 'x'.repeat(262_144), input }] })],
  ])('%s: the strategy has failed before anybody is asked', async (_, given) => {
    const { execute, requests } = await watched(plain(given));
    expect(await execute('ask')).toMatchObject({ error: { code: 'STRATEGY_FAILED' } });
    expect(requests).toEqual([]);
  });
});

describe('an answer that is recorded', () => {
  const recorded = asking(`{ record: 'first' }`);

  test('is asked for once, shown and counted again as if it came now', async () => {
    const { execute, parts, requests } = await watched(recorded, saying('{"dish": "Soup", "people": 2}'));
    const ledger = memoryLedger();
    const first = await execute('ask', { ledger });
    expect(Object.keys(ledger.entries)).toEqual(['model:first']);
    const shown = parts.splice(0);
    const second = await execute('ask', { ledger });
    expect(requests).toHaveLength(1);
    const { latencyMs: _, ...figures } = first;
    expect(second).toMatchObject(figures);
    expect(parts).toEqual(shown.slice(-1));
  });

  test('of text, too', async () => {
    const { execute, parts, requests } = await watched(recorded.replace('output, stream', 'stream'));
    const ledger = memoryLedger();
    await execute('ask', { ledger });
    const text = (given: Part[]) => given.map((part) => (part.type === 'text' ? part.text : '')).join('');
    expect(text(parts.splice(0))).toBe('Good day.');
    await execute('ask', { ledger });
    expect(text(parts)).toBe('Good day.');
    expect(requests).toHaveLength(1);
  });
});

describe('the variant’s fallback model', () => {
  const fallback_model = { provider: 'openai', name: 'gpt' };

  test('goes with what models are asked; an execution that it answered says so', async () => {
    const play = () => [end({ text: 'Hi.', model: 'gpt', fallback: true })];
    const { execute, requests } = await watched(asking().replace('output, stream', 'stream'), promptVersion(), play);
    const plan = { strategy: 'ask', config: { fallback_model }, pins: { 'meal@1': 'h' } };
    expect(await execute('ask', { plan })).toMatchObject({ model: 'gpt', fallback: true });
    expect(requests[0]!.fallback).toEqual(fallback_model);
  });

  test.each([
    ['of a provider that is set up', 'openai', false],
    ['of one that is not', 'anthropic', true],
  ])('%s answers in place of the scripted model, which is then no stand-in', async (_, provider, standIn) => {
    const { executor } = await executing(strategy('ask'), promptVersion({ modelProvider: 'anthropic' }));
    (executor as any).options.models = createModels({ logger: quiet, openai: { apiKey: 'k' } });
    const plan = { strategy: 'ask', config: { fallback_model: { provider, name: 'm' } }, pins: { 'meal@1': 'h' } };
    expect(await executor.standInOf(plan)).toBe(standIn);
  });

  test('none: nothing is said of it', async () => {
    const { execute, requests } = await watched(asking().replace('output, stream', 'stream'));
    expect(await execute('ask')).not.toHaveProperty('fallback');
    expect(requests[0]).not.toHaveProperty('fallback');
  });
});
