import { Registry } from 'prom-client';
import '@anthropic-ai/sdk';
import 'openai';
import type { ChatRequest } from './chat-model';
import { createModels, type ModelsOptions } from './models';
import { collect, memoryLogger, request, say } from './testing/ask';
import type { FakeAnswer } from './testing/fake-answer';
import { type FakeProviders, startFakeProviders } from './testing/fake-providers';
import { watchedModels } from './watched-models';

let providers: FakeProviders;
beforeEach(async () => {
  providers = await startFakeProviders();
});
afterEach(() => providers.close());

const soup: FakeAnswer = { tokens: ['Soup', '.'] };
const overloaded: FakeAnswer = { status: 529 };

function setUp(options: Partial<ModelsOptions> = {}) {
  const logger = memoryLogger();
  const registry = new Registry();
  const clock = { now: () => 0, wait: async () => {} };
  const models = watchedModels(createModels({ ...providers, logger, clock, paceMs: 0, ...options }), { registry });
  const metrics = async () => (await registry.metrics()).split('\n');
  return {
    logger,
    metrics,
    ask: (provider: string, given: Partial<ChatRequest>) => collect(models.stream(request(provider, given))),
  };
}

describe.each([
  ['anthropic', 'openai'],
  ['openai', 'anthropic'],
  ['anthropic', 'anthropic'],
  ['openai', 'openai'],
])('%s falls back to %s', (provider, other) => {
  const fallback = { provider: other, name: 'b-model' };

  test('when its retries are over before the first token', async () => {
    providers.script(overloaded, { tokens: [], ending: 'cut' }, overloaded, soup);
    const { ask, logger, metrics } = setUp();
    const { pieces, end } = await ask(provider, { fallback });
    expect(pieces).toEqual(['Soup', '.']);
    expect(end).toMatchObject({ text: 'Soup.', fallback: true, model: 'b-model', standIn: false });
    expect(providers.requests.map(({ provider, body }) => [provider, body.model])).toEqual([
      ...Array(3).fill([provider, 'a-model']),
      [other, 'b-model'],
    ]);
    expect(logger.lines.at(-1)).toMatchObject({
      level: 'warn',
      data: { model: `${provider}/a-model`, fallback: `${other}/b-model`, code: 'MODEL_UNAVAILABLE' },
    });
    expect(await metrics()).toEqual(
      expect.arrayContaining([
        `trialogue_model_fallbacks_total{provider="${provider}",fallback="${other}"} 1`,
        `trialogue_model_calls_total{provider="${other}",outcome="completed"} 1`,
        `trialogue_model_tokens_total{provider="${other}",kind="output"} 2`,
      ]),
    );
  });

  test('when it is silent, without waiting for it another time', async () => {
    providers.script({ tokens: [], ending: 'stall' }, soup);
    const { ask } = setUp({ limits: { firstTokenMs: 500 } });
    expect((await ask(provider, { fallback })).end).toMatchObject({ text: 'Soup.', fallback: true });
    expect(providers.requests).toHaveLength(2);
  });

  test('when it fails for good', async () => {
    providers.script({ status: 404 }, soup);
    expect((await setUp().ask(provider, { fallback })).end).toMatchObject({ fallback: true });
    expect(providers.requests).toHaveLength(2);
  });

  test('but never after its first token', async () => {
    providers.script({ tokens: ['So'], ending: 'error' }, soup);
    const { pieces, error } = await setUp().ask(provider, { fallback });
    expect(pieces).toEqual(['So']);
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(providers.requests).toHaveLength(1);
  });

  test('nor when the request was aborted', async () => {
    const abort = new AbortController();
    providers.script({ tokens: [], ending: 'stall' }, soup);
    const answer = setUp().ask(provider, { fallback, signal: abort.signal });
    await providers.arrived(1);
    abort.abort(new Error('The user pressed stop.'));
    expect((await answer).error).toMatchObject({ name: 'AbortError' });
    expect(providers.requests).toHaveLength(1);
  });

  test('one that cannot begin either leaves the first failure to be told', async () => {
    providers.script({ status: 401 }, { status: 404 });
    const { ask, logger } = setUp();
    expect((await ask(provider, { fallback })).error.message).toContain(
      `${provider}/a-model failed: the provider answered 401`,
    );
    expect(logger.lines.map(({ text }) => text)).toEqual([
      'The model has failed. Its fallback is asked.',
      'The fallback model has failed.',
    ]);
  });

  test('one that fails after its first token is what is told', async () => {
    providers.script({ status: 401 }, { tokens: ['So'], ending: 'cut' });
    const { pieces, error } = await setUp().ask(provider, { fallback });
    expect(pieces).toEqual(['So']);
    expect(error.message).toContain(`${other}/b-model cannot be reached`);
  });
});

test('a model that could not be reached three times in a row is left alone for a while, as long as its fallback answers', async () => {
  const { ask } = setUp({ limits: { retries: 0 } });
  const fallback = { provider: 'anthropic', name: 'b-model' };
  let seen = 0;
  const asked = () => {
    const names = providers.requests.slice(seen).map(({ provider }) => provider);
    seen = providers.requests.length;
    return names;
  };
  for (let time = 1; time <= 3; time += 1) {
    providers.script(overloaded, soup);
    await ask('openai', { fallback });
  }
  expect(asked()).toHaveLength(6);
  providers.script(soup);
  expect((await ask('openai', { fallback })).end).toMatchObject({ fallback: true });
  expect(asked()).toEqual(['anthropic']);
  providers.script(overloaded, soup);
  const { end } = await ask('openai', { fallback });
  expect(end).toMatchObject({ text: 'Soup.', model: 'a-model' });
  expect(end).not.toHaveProperty('fallback');
  expect(asked()).toEqual(['anthropic', 'openai']);
  providers.script(soup);
  await ask('openai', { fallback });
  expect(asked()).toEqual(['openai']);
});

test('a model that fails behind its first token could be reached, and is not left alone', async () => {
  const { ask } = setUp({ limits: { retries: 0 } });
  const fallback = { provider: 'anthropic', name: 'b-model' };
  for (let time = 1; time <= 3; time += 1) {
    providers.script({ tokens: ['So'], ending: 'error' });
    await ask('openai', { fallback });
  }
  providers.script(soup);
  expect((await ask('openai', { fallback })).end).toMatchObject({ model: 'a-model' });
  expect(providers.requests.map(({ provider }) => provider)).toEqual(Array(4).fill('openai'));
});

test('a model that answers does not say that it is none', async () => {
  const { end } = await setUp().ask('openai', { fallback: { provider: 'anthropic', name: 'b-model' } });
  expect(end).not.toHaveProperty('fallback');
});

test('a provider that is not set up falls back to one that is, not to the stand-in', async () => {
  const { end } = await setUp({ openai: {} }).ask('openai', { fallback: { provider: 'anthropic', name: 'b-model' } });
  expect(end).toMatchObject({ fallback: true, standIn: false, model: 'b-model' });
});

test('without any, and without failures, the stand-in answers, and is no fallback', async () => {
  const replies = [{ when: [], reply: 'Soup.' }];
  const fallback = { provider: 'anthropic', name: 'b-model' };
  const { end } = await setUp({ openai: {}, anthropic: undefined }).ask('openai', { fallback, replies });
  expect(end).toMatchObject({ standIn: true, text: 'Soup.' });
  expect(end).not.toHaveProperty('fallback');
});

test('the stand-in can be the fallback', async () => {
  providers.script({ status: 400 });
  const replies = [{ when: [], reply: 'Please try again.' }];
  const { end } = await setUp().ask('openai', { fallback: { provider: 'scripted', name: 'scripted' }, replies });
  expect(end).toMatchObject({ text: 'Please try again.', standIn: true, fallback: true });
});

test.each<[string, string, object, object, object]>([
  [
    'openai',
    'anthropic',
    { max_completion_tokens: 9, temperature: 1.5, stop: 'END' },
    { max_tokens: 9, stop_sequences: ['END'] },
    { temperature: undefined, stop: undefined },
  ],
  [
    'anthropic',
    'openai',
    { max_tokens: 9, top_k: 5, stop_sequences: ['END'] },
    { max_tokens: 9, stop: ['END'] },
    { top_k: undefined },
  ],
  [
    'openai',
    'openai',
    { max_completion_tokens: 9, temperature: 1.5 },
    { max_completion_tokens: 9, temperature: 1.5 },
    {},
  ],
])('%s to %s: of the parameters %j it gets %j', async (provider, other, params, sent, not) => {
  providers.script({ status: 404 }, soup);
  const fallback = { provider: other, name: 'b-model' };
  await setUp().ask(provider, { fallback, params: params as ChatRequest['params'] });
  expect({ ...not, ...providers.requests[1]!.body }).toMatchObject({ ...sent, ...not });
});

test('it gets the tools and the output too', async () => {
  providers.script({ status: 404 }, soup);
  const schema = { type: 'object', properties: { dish: { type: 'string' } }, additionalProperties: false };
  const tools = [{ name: 'weather', description: 'Tells it.', input: { type: 'object' } }];
  const fallback = { provider: 'anthropic', name: 'b-model' };
  await setUp().ask('openai', {
    fallback,
    tools,
    output: { name: 'meal', schema },
    messages: [say('user', 'Dinner?')],
  });
  const { body } = providers.requests[1]!;
  expect(body).toMatchObject({ tools: [{ name: 'weather' }], output_config: { format: { schema } } });
});
