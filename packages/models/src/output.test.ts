import type { ChatModel, ChatRequest } from './chat-model';
import { demandingOutput, withOutput } from './demanded-output';
import { createModels } from './models';
import { collect, memoryLogger, request, say } from './testing/ask';
import type { FakeAnswer } from './testing/fake-answer';
import { type FakeProviders, startFakeProviders } from './testing/fake-providers';

let providers: FakeProviders;
beforeEach(async () => {
  providers = await startFakeProviders();
});
afterEach(() => providers.close());

const closed = {
  type: 'object',
  properties: { dish: { type: 'string' }, people: { type: 'integer', minimum: 1 } },
  required: ['dish', 'people'],
  additionalProperties: false,
};
const output = { name: 'meal', schema: closed };
const soup: FakeAnswer = { tokens: ['{"dish":', '"Soup","people":2}'] };
const messages = [say('system', 'Be kind.'), say('user', 'Dinner?')];

function setUp() {
  const logger = memoryLogger();
  const models = createModels({ ...providers, logger, paceMs: 0 });
  const ask = (provider: string, given: object = {}) =>
    collect(models.stream(request(provider, { messages, output, ...given })));
  return { ask, logger };
}

const refusals: Record<string, FakeAnswer[]> = {
  anthropic: [
    { status: 400, message: 'output_config: Extra inputs are not permitted' },
    { status: 400, message: 'output_config.format.schema: too complex' },
  ],
  openai: [
    { status: 400, message: 'Bad request', param: 'response_format' },
    { status: 400, message: "Invalid parameter: 'response_format' of type 'json_schema' is not supported" },
    { status: 422, message: 'body.response_format: extra fields not permitted' },
  ],
};

describe.each(['anthropic', 'openai'])('%s', (provider) => {
  test('is asked natively, and the answer says so', async () => {
    providers.script(soup);
    const { text, end } = await setUp().ask(provider);
    expect(text).toBe('{"dish":"Soup","people":2}');
    expect(end).toMatchObject({ structured: 'native', stopReason: 'end' });
    const { output_config, response_format } = providers.requests[0]!.body;
    expect(output_config ?? response_format).toEqual(nativeOf(provider));
  });

  test.each(refusals[provider]!)(
    'that refuses it (%j) is asked again in words, and from then on only so',
    async (refusal) => {
      providers.script(refusal, soup, soup, refusal, soup);
      const { ask, logger } = setUp();
      for (let time = 1; time <= 2; time += 1) {
        const { end, error } = await ask(provider);
        expect(error).toBeUndefined();
        expect(end).toMatchObject({ text: '{"dish":"Soup","people":2}' });
        expect(end).not.toHaveProperty('structured');
      }
      expect(providers.requests).toHaveLength(3);
      for (const { body } of providers.requests.slice(1)) {
        expect(body.output_config ?? body.response_format).toBeUndefined();
        expect(JSON.stringify(body)).toContain('Answer with one JSON object');
      }
      expect(logger.lines).toHaveLength(1);
      const other = { name: 'other', schema: { ...closed, title: 'Other' } };
      expect((await ask(provider, { output: other })).error).toBeUndefined();
      expect(providers.requests).toHaveLength(5);
    },
  );

  test('a refusal of something else is a failure', async () => {
    providers.script({ status: 400, message: 'Your credit balance is too low' });
    expect((await setUp().ask(provider)).error).toMatchObject({ code: 'MODEL_FAILED' });
    expect(providers.requests).toHaveLength(1);
  });

  test('what a model says that refuses is its text', async () => {
    providers.script({ tokens: ['I will', ' not.'], refusal: true });
    expect((await setUp().ask(provider)).end).toMatchObject({ text: 'I will not.', stopReason: 'refusal' });
  });
});

const nativeOf = (provider: string) =>
  provider === 'anthropic'
    ? { format: { type: 'json_schema', schema: expect.objectContaining({ required: ['dish', 'people'] }) } }
    : { type: 'json_schema', json_schema: { name: 'meal', schema: closed, strict: true } };

test('Anthropic: what the API does not take of a schema goes into descriptions; other output_config is kept', async () => {
  await setUp().ask('anthropic', { params: { output_config: { effort: 'low' } } });
  const { output_config } = providers.requests[0]!.body;
  expect(output_config).toEqual({
    effort: 'low',
    format: {
      type: 'json_schema',
      schema: {
        ...closed,
        properties: { dish: { type: 'string' }, people: { type: 'integer', description: '{minimum: 1}' } },
      },
    },
  });
});

test.each([
  ['any members', { type: 'object', additionalProperties: true, properties: { a: { type: 'string' } } }],
  [
    'members of a kind',
    { type: 'object', properties: { a: { type: 'object', additionalProperties: { type: 'string' } } } },
  ],
  ['members that nobody names', { type: 'object', properties: { a: { type: 'object' } } }],
  ['a member of any type', { type: 'object', properties: { a: {} } }],
])('Anthropic: an object with %s is demanded in words', async (_, schema) => {
  providers.script(soup);
  const { end } = await setUp().ask('anthropic', { output: { name: 'any', schema } });
  expect(end).not.toHaveProperty('structured');
  const { body } = providers.requests[0]!;
  expect(body).not.toHaveProperty('output_config');
  expect(body.system[0].text).toContain(JSON.stringify(schema));
});

test.each([
  ['closed and whole', closed, true],
  ['with a member that may be left out', { ...closed, required: ['dish'] }, false],
  ['that is open', { ...closed, additionalProperties: true }, false],
  ['with a keyword that is not taken', { ...closed, minProperties: 1 }, false],
  ['with an open one within', { ...closed, properties: { dish: { type: 'object' }, people: {} } }, false],
])('OpenAI: a schema %s: strict is %s', async (_, schema, strict) => {
  await setUp().ask('openai', { output: { name: 'meal', schema } });
  expect(providers.requests[0]!.body.response_format.json_schema).toEqual({ name: 'meal', schema, strict });
});

test.each(['anthropic', 'openai'])(
  '%s at another base URL may pass over what it does not know: it is told in words too',
  async (provider) => {
    await setUp().ask(provider);
    const { output_config, response_format, system, messages } = providers.requests[0]!.body;
    expect(output_config ?? response_format).toBeDefined();
    expect((system ?? messages)[provider === 'anthropic' ? 0 : 1]).toMatchObject({
      [provider === 'anthropic' ? 'text' : 'content']: expect.stringContaining('Answer with one JSON object'),
    });
  },
);

test('the provider itself is told natively, and not in words', async () => {
  const asked: ChatRequest[] = [];
  const model: ChatModel = {
    provider: 'openai',
    async *stream(request) {
      asked.push(request);
      yield { type: 'text', text: '{}' };
    },
  };
  const support = { takes: () => true, alsoDemanded: false, logger: memoryLogger() };
  await collect(withOutput(model, support).stream(request('openai', { messages, output })));
  expect(asked).toMatchObject([{ messages, output }]);
});

test('a scripted reply that is JSON is the answer, word by word', async () => {
  const replies = [{ when: ['dinner'], reply: '{"dish": "Soup"}' }];
  const { text, pieces, end } = await setUp().ask('scripted', { replies });
  expect(JSON.parse(text)).toEqual({ dish: 'Soup' });
  expect(pieces.length).toBeGreaterThan(1);
  expect(end).toMatchObject({ standIn: true, stopReason: 'end' });
});

test('the demand stands behind the first system messages, also where there is nothing else', () => {
  const roles = (given: typeof messages) => demandingOutput(given, closed).map(({ role }) => role);
  expect(roles([...messages, say('system', 'Later.')])).toEqual(['system', 'system', 'user', 'system']);
  expect(roles([messages[0]!])).toEqual(['system', 'system']);
});
