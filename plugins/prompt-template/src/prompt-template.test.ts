import type {
  Call,
  FromSchema,
  Generated,
  GenerateRequest,
  Message,
  OutputFormat,
  Resolver,
  Strategy,
} from '@trialogue/plugin-api';
import { Kind, parse } from 'graphql';
import plugin from './index';
import { modelOverride } from './model-override';
import { promptTemplate } from './prompt-template';

type CallOf<S> = S extends Strategy<infer Config, infer Input> ? Call<FromSchema<Config>, FromSchema<Input>> : never;
type PromptCall = CallOf<typeof promptTemplate>;

const says = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });

type Given = Pick<PromptCall, 'config' | 'input'> &
  Partial<PromptCall> & {
    /** Of the prompt version. */
    readonly output?: OutputFormat;
    readonly generated?: Partial<Generated>;
  };

/** A host that renders any reference to one system message, and whose model answers with what it was told last. */
function fakeCall({ output, generated, ...given }: Given) {
  const rendered: unknown[] = [];
  const requests: GenerateRequest[] = [];
  const call = {
    prompts: {
      async render(reference: string, variables: object) {
        rendered.push({ reference, variables });
        return {
          messages: [says('system', 'Plan meals.')],
          model: { provider: 'anthropic', name: 'claude-sonnet-4.5' },
          params: { temperature: 0.7 },
          ...(output && { output }),
        };
      },
    },
    models: {
      async generate(request: GenerateRequest): Promise<Generated> {
        requests.push(request);
        const usage = {} as Generated['usage'];
        return { output: 'Soup.', toolCalls: [], stopReason: 'end', model: 'm', standIn: true, usage, ...generated };
      },
    },
    ...given,
  } as PromptCall;
  return { call, rendered, requests };
}

test('a turn is the rendered prompt, what was said so far and the user’s text, streamed', async () => {
  const history = [says('user', 'Hello'), says('assistant', 'What do you like?')];
  const { call, rendered, requests } = fakeCall({
    config: { prompt_version_id: 'meal_planning_assistant@2' },
    input: { text: 'Soup' },
    conversation: { id: 'c', turn: 2, history, variables: { name: 'Ana' } },
  });

  expect(await promptTemplate.execute(call)).toEqual({ text: 'Soup.', stopReason: 'end' });
  expect(rendered).toEqual([{ reference: 'meal_planning_assistant@2', variables: { name: 'Ana' } }]);
  expect(requests).toEqual([
    {
      messages: [says('system', 'Plan meals.'), ...history, says('user', 'Soup')],
      model: { provider: 'anthropic', name: 'claude-sonnet-4.5' },
      params: { temperature: 0.7 },
      stream: true,
    },
  ]);
});

test('where the version has a schema of the answer, that is demanded, and its text is the JSON', async () => {
  const output = { name: 'meal', schema: { type: 'object' } };
  const structured = { dish: 'Soup' };
  const { call, requests } = fakeCall({
    config: { prompt_version_id: 'p@1' },
    input: { text: 'Soup' },
    output,
    generated: { output: '```json\n{"dish": "Soup"}\n```', structured },
  });
  expect(await promptTemplate.execute(call)).toEqual({ text: '{"dish":"Soup"}', structured, stopReason: 'end' });
  expect(requests[0]!.output).toBe(output);
});

test('one shot, outside of a conversation, has no history and no variables', async () => {
  const { call, rendered, requests } = fakeCall({ config: { prompt_version_id: 'p@1' }, input: { text: 'Soup' } });
  await promptTemplate.execute(call);
  expect(rendered).toEqual([{ reference: 'p@1', variables: {} }]);
  expect(requests[0]?.messages).toEqual([says('system', 'Plan meals.'), says('user', 'Soup')]);
});

test('the input’s variables go over the conversation’s', async () => {
  const { call, rendered } = fakeCall({
    config: { prompt_version_id: 'p@1' },
    input: { text: 'Soup', variables: { diet: 'vegan' } as object },
    conversation: { id: 'c', turn: 1, history: [], variables: { name: 'Ana', diet: 'everything' } },
  });
  await promptTemplate.execute(call);
  expect(rendered).toEqual([{ reference: 'p@1', variables: { name: 'Ana', diet: 'vegan' } }]);
});

describe('with tools', () => {
  const weather = { name: 'weather', description: 'Tells the weather.', input: { type: 'object' } };
  const config = { prompt_version_id: 'p@1', tools: ['weather'] };
  const wanted = { id: '1', tool: 'weather', arguments: { city: 'Rome' } };

  test('the model uses those that the config names, and answers then', async () => {
    const uses: unknown[] = [];
    const shown: unknown[] = [];
    const tools: PromptCall['tools'] = {
      list: async () => [weather],
      call: async (...use) => {
        uses.push(use);
        return 'sunny';
      },
    };
    const answers = [{ output: '', toolCalls: [wanted] }, { output: 'It is sunny.' }];
    const { call, requests } = fakeCall({ id: 'c:1', config, input: { text: 'Rome?' }, tools });
    const { generate } = call.models;
    const models = {
      generate: async (request: GenerateRequest) => ({ ...(await generate(request)), ...answers.shift() }),
    };
    const once: PromptCall['once'] = (_, effect) => effect();
    const emit = async (part: unknown) => void shown.push(part);
    expect(await promptTemplate.execute({ ...call, models, once, emit } as PromptCall)).toEqual({
      text: 'It is sunny.',
      stopReason: 'end',
    });
    expect(uses).toEqual([['weather', { city: 'Rome' }, 'c:1:tools/tool:1:1']]);
    expect(shown).toEqual([{ type: 'tool-result', id: '1', ok: true, content: 'sunny' }]);
    expect(requests.map(({ tools: given, stream }) => [given, stream])).toEqual([
      [[weather], true],
      [[weather], true],
    ]);
  });

  test('one that nobody brings any more fails the answer', async () => {
    const { call, requests } = fakeCall({
      config,
      input: { text: 'Rome?' },
      tools: { list: async () => [], call: async () => null },
    });
    await expect(promptTemplate.execute(call)).rejects.toThrow('TOOL_FAILED: weather: no loaded plugin brings it');
    expect(requests).toEqual([]);
  });
});

test('a long answer is not cut before ten minutes', () => {
  expect(promptTemplate.timeoutMs).toBe(600_000);
});

test('a model’s failure is the strategy’s', async () => {
  const { call } = fakeCall({
    config: { prompt_version_id: 'p@1' },
    input: { text: 'Soup' },
    models: { generate: () => Promise.reject(new Error('overloaded')) },
  });
  await expect(promptTemplate.execute(call)).rejects.toThrow('overloaded');
});

test('types follow from the schemas', () => {
  const config: PromptCall['config'] = { prompt_version_id: 'p@1', model_name: 'm' };
  const output: Awaited<ReturnType<typeof promptTemplate.execute>> = { text: 'a', stopReason: 'end' };
  // @ts-expect-error a prompt version is required
  const without: PromptCall['config'] = { model_name: 'm' };
  // @ts-expect-error a text is no number
  const wrong: PromptCall['input'] = { text: 1 };
  expect([config, output, without, wrong]).toHaveLength(4);
});

const overrideOf = modelOverride.resolvers.Variant!.modelOverride as Resolver;

test.each([
  ['nothing', { prompt_config: { prompt_version_id: 'p@1' } }, { provider: null, name: null, params: {} }],
  [
    'the model',
    { prompt_config: { model_provider: 'openai', model_name: 'x' } },
    { provider: 'openai', name: 'x', params: {} },
  ],
  ['parameters', { params: { temperature: 0 } }, { provider: null, name: null, params: { temperature: 0 } }],
])('modelOverride of a variant that overrides %s', (_, config, override) => {
  const parent = { config: { execution_strategy: 'prompt_template', ...config } };
  expect(overrideOf(parent, {}, {} as never)).toEqual(override);
});

test('modelOverride is null for a variant of another strategy', () => {
  const parent = { config: { execution_strategy: 'mlflow_model', params: { threshold: 0.5 } } };
  expect(overrideOf(parent, {}, {} as never)).toBeNull();
});

test('the plugin brings one strategy and one field of Variant', async () => {
  const { strategies, graph } = await plugin.setup({}, {} as never);
  expect(strategies?.map(({ name }) => name)).toEqual(['prompt_template']);
  const extension = parse(graph!.typeDefs).definitions.find(({ kind }) => kind === Kind.OBJECT_TYPE_EXTENSION);
  expect(extension).toMatchObject({ name: { value: 'Variant' } });
  expect(Object.keys(graph!.resolvers.Variant!)).toEqual(['modelOverride']);
});
