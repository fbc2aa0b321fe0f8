import { answerWithTools, type Tool } from './answer-with-tools';
import type { Json, Part } from './message';
import type { Generated, GenerateRequest, ToolCall } from './strategy';
import { StrategyFailure } from './strategy-failure';

const usage = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 };
const answer = (output: string, ...toolCalls: ToolCall[]): Generated => ({
  ...{ output, toolCalls, usage, model: 'm', standIn: false },
  stopReason: toolCalls.length > 0 ? 'tool' : 'end',
});
const wants = (id: string, tool = 'weather', given = { city: 'Rome' }): ToolCall => ({ id, tool, arguments: given });

/** A call whose model gives these answers, with a ledger that outlives it. */
function calling(answers: Generated[], ledger = new Map<string, Json>()) {
  const asked: GenerateRequest[] = [];
  const parts: Part[] = [];
  const logged: object[] = [];
  const controller = new AbortController();
  const call = {
    id: 'c:1',
    signal: controller.signal,
    logger: { info: () => {}, warn: () => {}, error: (data: object) => void logged.push(data) },
    models: {
      async generate(request: GenerateRequest) {
        asked.push(request);
        return answers.shift()!;
      },
    },
    async emit(part: Part) {
      parts.push(part);
    },
    async once<Answer extends Json>(key: string, effect: () => Promise<Answer>) {
      if (!ledger.has(key)) ledger.set(key, await effect());
      return ledger.get(key) as Answer;
    },
  };
  return { call, asked, parts, logged, ledger, controller };
}

const question: GenerateRequest = {
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Rain?' }] }],
  stream: true,
};
const used: string[] = [];
const weather: Tool = {
  name: 'weather',
  description: 'Tells the weather.',
  input: { type: 'object', properties: { city: { type: 'string' } } },
  async use({ city }, { id }) {
    used.push(id);
    if (city === 'nowhere') throw new StrategyFailure({ code: 'MODEL_FAILED', model: 'w', reason: 'no such place' });
    if (city === 'secret') throw new Error('a secret');
    if (city === 'far') return 'x'.repeat(70_000);
    return { city: city as string, rain: false };
  },
};
beforeEach(() => {
  used.length = 0;
});

test('tools are used until the model answers without', async () => {
  const { call, asked, parts } = calling([
    answer('Let me see.', wants('a'), wants('b', 'weather', { city: 'Oslo' })),
    answer('', wants('a')),
    answer('No rain.'),
  ]);
  expect(await answerWithTools(call, question, [weather])).toEqual({
    ...answer('Let me see.\n\nNo rain.'),
    usage: { input: 3, output: 6, cacheRead: 9, cacheWrite: 12 },
  });
  expect(asked.map(({ record }) => record)).toEqual(['tools/model:1', 'tools/model:2', 'tools/model:3']);
  const { use: _, ...definition } = weather;
  expect(asked.map(({ tools }) => tools)).toEqual([[definition], [definition], [definition]]);
  const results = ['Rome', 'Oslo'].map((city, index) => ({
    ...{ type: 'tool-result', id: index === 0 ? 'a' : 'b', ok: true },
    content: { city, rain: false },
  }));
  expect(asked[1]!.messages).toEqual([
    ...question.messages,
    {
      role: 'assistant',
      parts: [
        { type: 'text', text: 'Let me see.' },
        { type: 'tool-call', ...wants('a') },
        { type: 'tool-call', ...wants('b', 'weather', { city: 'Oslo' }) },
      ],
    },
    { role: 'tool', parts: results },
  ]);
  expect(asked[2]!.messages).toHaveLength(5);
  expect(parts.filter(({ type }) => type === 'tool-result')).toHaveLength(3);
  expect(new Set(used).size).toBe(3);
});

test('a tool that has answered is not used again by a call that is resumed', async () => {
  const first = calling([answer('', wants('a'))]);
  await expect(answerWithTools(first.call, question, [weather])).rejects.toThrow(); // it has no second answer: the call dies
  expect(used).toHaveLength(1);
  const second = calling([answer('', wants('a')), answer('No rain.')], first.ledger);
  expect((await answerWithTools(second.call, question, [weather])).output).toBe('No rain.');
  expect(used).toHaveLength(1);
  expect(second.parts).toEqual([expect.objectContaining({ type: 'tool-result', id: 'a', ok: true })]);
});

test.each([
  ['that fails', wants('a', 'weather', { city: 'secret' }), 'The tool failed.', 1],
  ['that says why it fails', wants('a', 'weather', { city: 'nowhere' }), 'MODEL_FAILED: w: no such place', 1],
  ['that answers too much', wants('a', 'weather', { city: 'far' }), 'Its answer is too long.', 0],
  ['that is not there', wants('a', 'tides'), 'There is no such tool.', 0],
  ['with arguments that its schema refuses', { ...wants('a'), problem: 'city: is missing' }, 'city: is missing', 0],
])('the model is told of a tool %s', async (_, wanted, content, logs) => {
  const { call, asked, parts, logged } = calling([answer('', wanted), answer('I do not know.')]);
  expect((await answerWithTools(call, question, [weather])).output).toBe('I do not know.');
  const result = { type: 'tool-result', id: 'a', ok: false, content };
  expect(asked[1]!.messages.at(-1)!.parts).toEqual([result]);
  expect(parts).toContainEqual(result);
  expect(logged).toHaveLength(logs);
});

test('the last round is asked without tools; one that calls some all the same has failed', async () => {
  const { call, asked } = calling([answer('', wants('a')), answer('', wants('b')), answer('', wants('c'))]);
  const answering = answerWithTools(call, question, [weather], { rounds: 2 });
  await expect(answering).rejects.toThrow('MODEL_FAILED: m: it called tools 3 times in a row');
  expect(asked.map(({ toolChoice }) => toolChoice)).toEqual([undefined, undefined, 'none']);
  expect(used).toHaveLength(2);
});

test('more than 16 calls at once are too many', async () => {
  const { call } = calling([answer('', ...Array.from({ length: 17 }, (_, index) => wants(`${index}`)))]);
  await expect(answerWithTools(call, question, [weather])).rejects.toThrow('it called 17 tools at once');
  expect(used).toEqual([]);
});

test('a call that is over uses up nothing: what its signal says is thrown', async () => {
  const { call, controller, ledger } = calling([answer('', wants('a'))]);
  const stops: Tool = {
    ...weather,
    async use() {
      controller.abort(new Error('cancelled'));
      throw new Error('interrupted');
    },
  };
  await expect(answerWithTools(call, question, [stops])).rejects.toThrow('cancelled');
  expect([...ledger.keys()]).toEqual([]);
});
