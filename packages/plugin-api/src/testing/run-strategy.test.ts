import { answerWithTools, defineStrategy, type PluginTool, StrategyFailure } from '../index';
import { fakeHost, memoryLedger, runStrategy, scriptedModel } from './index';

const text = { type: 'string', minLength: 1 } as const;
const greeting = defineStrategy({
  name: 'greeting',
  version: '1',
  configKey: 'greeting',
  config: {
    type: 'object',
    properties: { prompt: { type: 'string', ref: 'prompt' }, tone: { type: 'string', default: 'kind' } },
    required: ['prompt'],
  },
  input: { type: 'object', properties: { text }, required: ['text'], additionalProperties: false },
  output: { type: 'object', properties: { text }, required: ['text'] },
  effects: 'idempotent',
  async execute({ config, input, prompts, models, events, emit, once, conversation }) {
    await prompts.render(config.prompt, { tone: config.tone!, ...conversation?.variables });
    const asked = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: input.text }] }];
    const { output } = await models.generate({ messages: asked, stream: true, record: 'answer' });
    const visit = await once('visit', async () => Math.random());
    await events.append('greeted', { visit });
    await emit({ type: 'progress', label: 'done' });
    return { text: output };
  },
});
const given = { config: { prompt: 'hello@1' }, input: { text: 'Hi' }, prompts: { 'hello@1': 'Be kind.' } };

test('a run answers what the strategy answers, shows, appends, does and spends', async () => {
  const models = scriptedModel([{ text: 'Good day.', usage: { input: 5, output: 2 } }]);
  const ran = await runStrategy(greeting, { ...given, models });
  expect(ran.output.text).toBe('Good day.');
  expect(ran.text).toBe('Good day.');
  expect(ran.parts.map(({ type }) => type)).toEqual(['text', 'text', 'progress']);
  expect(ran.events).toEqual([{ type: 'greeted', data: { visit: expect.any(Number) } }]);
  expect(ran.effects.map(({ key, performed }) => [key, performed])).toEqual([
    ['model:answer', true],
    ['visit', true],
  ]);
  expect(ran.usage).toEqual({ input: 5, output: 2, cacheRead: 0, cacheWrite: 0 });
  expect(models.requests[0]).toMatchObject({ model: { name: 'scripted' }, stream: true });
});

test('a prompt is given the defaults of the config and the variables of the conversation', async () => {
  const seen: object[] = [];
  const prompts = { 'hello@1': (variables: object) => String(seen.push(variables)) };
  await runStrategy(greeting, { ...given, prompts, models: ['A'], conversation: { variables: { name: 'Ana' } } });
  expect(seen).toEqual([{ tone: 'kind', name: 'Ana' }]);
});

test('a second run with the same ledger repeats no effect and asks no model', async () => {
  const ledger = memoryLedger();
  const models = scriptedModel(['Once.']);
  const first = await runStrategy(greeting, { ...given, models, ledger });
  const second = await runStrategy(greeting, { ...given, models, ledger });
  expect(models.requests).toHaveLength(1);
  expect(second.output).toEqual(first.output);
  expect(second.events).toEqual(first.events);
  expect(second.effects.map(({ performed }) => performed)).toEqual([false, false]);
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    'a config',
    () => runStrategy(greeting, { ...given, config: {} as never }),
    'CONFIG_INVALID: must have required property',
  ],
  [
    'an input',
    () => runStrategy(greeting, { ...given, input: { text: '' } }),
    'BAD_USER_INPUT: text must NOT have fewer',
  ],
  ['an output', () => runStrategy(greeting, { ...given, models: [''] }), 'OUTPUT_INVALID: greeting answered'],
  ['a prompt that was not given', () => runStrategy(greeting, { ...given, prompts: {} }), 'given no prompt hello@1'],
  ['one answer too many', () => runStrategy(greeting, { ...given, models: [] }), 'asked 1 times, and its script has 0'],
  [
    'a failure of the model',
    () =>
      runStrategy(greeting, {
        ...given,
        models: [new StrategyFailure({ code: 'MODEL_UNAVAILABLE', model: 'm', reason: 'busy' })],
      }),
    'MODEL_UNAVAILABLE: m: busy',
  ],
])('refused as the host refuses it: %s', (_, run, message) => expect(run()).rejects.toThrow(message));

const bare = { name: 's', version: '1', configKey: 's', config: {}, input: {}, output: {}, effects: 'none' } as const;
const empty = { config: {}, input: {} };

test('what is no plain data does not get out of a strategy', async () => {
  const leak = defineStrategy({
    ...bare,
    execute: async ({ emit }) => emit({ type: 'object', partial: (() => 1) as never }),
  });
  await expect(runStrategy(leak, empty)).rejects.toThrow('what it gives to emit is no plain data');
  const answer = defineStrategy({ ...bare, execute: async () => ({ when: () => 1 }) });
  await expect(runStrategy(answer, empty)).rejects.toThrow('what s answers is no plain data');
});

test('a strategy that takes longer than it may is ended', async () => {
  const slow = defineStrategy({ ...bare, timeoutMs: 5, execute: () => new Promise<never>(() => {}) });
  await expect(runStrategy(slow, empty)).rejects.toThrow('STRATEGY_TIMEOUT: s did not answer within 5 ms');
});

test('tools are checked as the host checks them, and models use them', async () => {
  const weather: PluginTool = {
    ...{ name: 'weather', version: '1', description: 'Tells the weather.', effects: 'none' },
    input: { type: 'object', properties: { city: text }, required: ['city'] },
    output: { type: 'string' },
    use: async ({ city }) => (city === 'Rome' ? 'sunny' : 1),
  };
  const asks = defineStrategy({
    ...bare,
    async execute(call) {
      const { output } = await answerWithTools(call, { messages: [], model: { provider: 'p', name: 'm' } }, [weather]);
      return { output, direct: await call.tools.call('weather', { city: 'Rome' }) };
    },
  });
  const script = scriptedModel([{ toolCalls: [{ tool: 'weather', arguments: { city: 'Rome' } }] }, 'Sunny.']);
  const { output, parts } = await runStrategy(asks, { ...empty, models: script, tools: [weather] });
  expect(output).toEqual({ output: 'Sunny.', direct: 'sunny' });
  expect(parts).toEqual([expect.objectContaining({ type: 'tool-result', ok: true, content: 'sunny' })]);

  const calls = (given: object) =>
    runStrategy(defineStrategy({ ...bare, execute: ({ tools }) => tools.call('weather', given as never) }), {
      ...empty,
      tools: [weather],
    });
  await expect(calls({})).rejects.toThrow('BAD_USER_INPUT: must have required property');
  await expect(calls({ city: 'Oslo' })).rejects.toThrow('TOOL_FAILED: weather: its output schema refuses');
});

test('an object is asked for again until it is what its schema demands', async () => {
  const output = {
    name: 'dish',
    schema: { type: 'object', properties: { dish: { type: 'string' } }, required: ['dish'] },
  };
  const cook = defineStrategy({
    ...bare,
    execute: async ({ models }) =>
      (await models.generate({ messages: [], model: { provider: 'p', name: 'm' }, output })).structured,
  });
  const models = scriptedModel(['no JSON', { structured: { dish: 'soup' } }]);
  expect((await runStrategy(cook, { ...empty, models })).output).toEqual({ dish: 'soup' });
  await expect(runStrategy(cook, { ...empty, models: ['{}', '{}', '{}'] })).rejects.toThrow('OUTPUT_INVALID');
});

test('strategies that it runs are real ones, or what answers in their place', async () => {
  const router = defineStrategy({
    ...bare,
    uses: ['greeting'],
    execute: async ({ run }) => [await run('greeting', null, { text: 'Hi' }), await run('other', { a: 1 }, { b: 2 })],
  });
  const { output, effects, text } = await runStrategy(router, {
    ...{ ...empty, prompts: given.prompts, models: ['Hello.'], members: { greeting: given.config } },
    strategies: { greeting, other: (input, config) => ({ input, config }) },
  });
  expect(output).toEqual([{ text: 'Hello.' }, { input: { b: 2 }, config: { a: 1 } }]);
  expect(effects.map(({ key }) => key)).toEqual(['greeting#1/model:answer', 'greeting#1/visit']);
  expect(text).toBe('Hello.');
  await expect(runStrategy(router, empty)).rejects.toThrow('STRATEGY_NOT_FOUND');
});

test('records have versions, conflicts and pages', async () => {
  const { records } = fakeHost({ records: { 'a/1': 1 } });
  expect(await records.put('a/2', { n: 1 }, 0)).toEqual({ key: 'a/2', value: { n: 1 }, version: 1 });
  expect(await records.put('a/2', 2, 0)).toBeNull();
  expect(await records.put('a/2', 2, 1)).toMatchObject({ version: 2 });
  expect((await records.list('a/', { after: 'a/1' })).map(({ key }) => key)).toEqual(['a/2']);
  await records.delete('a/2');
  expect(await records.get('a/2')).toBeNull();
  await expect(records.put('big', 'x'.repeat(70_000))).rejects.toThrow('64 KiB');
});
