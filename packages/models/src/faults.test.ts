import { inspect } from 'node:util';
import '@anthropic-ai/sdk';
import 'openai';
import { createModels, type ModelsOptions } from './models';
import { collect, memoryLogger, request, say } from './testing/ask';
import type { FakeAnswer, FakeEnding } from './testing/fake-answer';
import { type FakeProviders, startFakeProviders } from './testing/fake-providers';

let providers: FakeProviders;
beforeEach(async () => {
  providers = await startFakeProviders();
});
afterEach(() => providers.close());

const soup: FakeAnswer = { tokens: ['Soup', '.'] };
/** Only for answers that stall; the SDKs are loaded above, so that loading them takes none of it. */
const impatient = { firstTokenMs: 500, stallMs: 500 };

const stalls = (answer: FakeAnswer) => 'ending' in answer && answer.ending === 'stall';

/** Asks with pauses that are noted down instead of waited for. */
function setUp(provider: string, options: Partial<ModelsOptions> = {}) {
  const pauses: number[] = [];
  const logger = memoryLogger();
  const now = Date.parse('2026-11-23T12:00:00Z');
  const clock = { now: () => now, wait: async (ms: number) => void pauses.push(ms) };
  const models = createModels({ ...providers, logger, clock, random: () => 1, ...options });
  return { pauses, logger, ask: (given = {}) => collect(models.stream(request(provider, given))) };
}

describe.each(['anthropic', 'openai'])('%s', (provider) => {
  test.each<[string, FakeAnswer]>([
    ['408', { status: 408 }],
    ['409', { status: 409 }],
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['529', { status: 529 }],
    ['an in-stream error that passes', { tokens: [], ending: 'error', errorType: 'overloaded_error' }],
    ['a stall', { tokens: [], ending: 'stall' }],
    ['a broken connection', { tokens: [], ending: 'cut' }],
    ['a connection broken in mid-character', { tokens: [], ending: 'cut-in-character' }],
    ['a body that ends in mid-JSON', { tokens: [], ending: 'cut-in-json' }],
    ['an event that is not JSON', { tokens: [], ending: 'garbled' }],
  ])('%s before the first token is tried again', async (_, fault) => {
    providers.script(fault, soup);
    const { ask, pauses, logger } = setUp(provider, stalls(fault) ? { limits: impatient } : {});
    expect(await ask()).toMatchObject({ pieces: ['Soup', '.'], end: { text: 'Soup.', standIn: false } });
    expect(providers.requests).toHaveLength(2);
    expect(pauses).toEqual([500]);
    expect(logger.lines).toMatchObject([{ level: 'warn', data: { attempt: 1, pauseMs: 500 } }]);
  });

  test.each<[FakeEnding, string]>([
    ['error', 'the provider ended its stream with an error (overloaded_error)'],
    ['stall', 'nothing came for 500 ms in the middle of the answer'],
    ['cut', 'the connection failed (UND_ERR_SOCKET)'],
    ['cut-in-character', 'the connection failed (UND_ERR_SOCKET)'],
    ['cut-in-json', 'the stream ended in the middle of the answer'],
    ['garbled', 'the provider sent something that is not JSON'],
  ])('%s after the first token is a failure, for what was read cannot be taken back', async (ending, reason) => {
    providers.script({ tokens: ['So', 'up'], ending }, soup);
    const { ask } = setUp(provider, ending === 'stall' ? { limits: impatient } : {});
    const answer = await ask();
    expect(answer).toMatchObject({ pieces: ['So', 'up'], end: undefined });
    expect(answer.error).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true });
    expect(answer.error.message).toBe(`The model ${provider}/a-model cannot be reached: ${reason}.`);
    expect(providers.requests).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 413, 422])('%i is final', async (status) => {
    providers.script({ status, errorType: 'some_error' }, soup);
    const { error } = await setUp(provider).ask();
    expect(error).toMatchObject({ code: 'MODEL_FAILED', retryable: false });
    expect(error.message).toBe(`The model ${provider}/a-model failed: the provider answered ${status} (some_error).`);
    expect(providers.requests).toHaveLength(1);
  });

  test.each([
    ['temperature', ' because of the parameter temperature.'],
    ['a.secret', '(invalid_request_error).'],
  ])('a refusal that names %s says no more than the prompt’s own parameters', async (name, end) => {
    providers.script({ status: 400, message: `${name}: Input should be less than 1`, param: name });
    const { error } = await setUp(provider).ask({ params: { temperature: 7 } });
    expect(error.message.endsWith(end)).toBe(true);
  });

  test('an in-stream error that does not pass is final', async () => {
    providers.script({ tokens: [], ending: 'error', errorType: 'invalid_request_error' });
    const { error } = await setUp(provider).ask();
    expect(error).toMatchObject({ code: 'MODEL_FAILED' });
    expect(error.message).toContain('(invalid_request_error)');
  });

  test('after two retries it gives up', async () => {
    providers.script({ status: 529 }, { status: 500 }, { status: 529 }, soup);
    const { ask, pauses } = setUp(provider);
    const { error } = await ask();
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true });
    expect(error.message).toMatch(/answered 529 \(\w+\), after 3 attempts\.$/);
    expect(pauses).toEqual([500, 1000]);
    expect(providers.requests).toHaveLength(3);
  });

  test.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0' }, 500],
    [{ 'retry-after': 'Mon, 23 Nov 2026 12:00:07 GMT' }, 7000],
    [{ 'retry-after-ms': '1250', 'retry-after': '2' }, 1250],
    [{ 'retry-after': 'soon' }, 500],
  ])('%j is honoured', async (headers, pause) => {
    providers.script({ status: 429, headers }, soup);
    const { ask, pauses } = setUp(provider);
    expect((await ask()).text).toBe('Soup.');
    expect(pauses).toEqual([pause]);
  });

  test.each([[{ 'retry-after': '60' }], [{ 'x-should-retry': 'false' }]])(
    'with %j it is not asked again',
    async (headers) => {
      providers.script({ status: 429, headers }, soup);
      expect((await setUp(provider).ask()).error.message).toContain('answered 429');
      expect(providers.requests).toHaveLength(1);
    },
  );

  test('pauses are jittered between half and the whole', async () => {
    providers.script({ status: 500 }, { status: 500 }, soup);
    const { ask, pauses } = setUp(provider, { random: () => 0 });
    await ask();
    expect(pauses).toEqual([250, 500]);
  });

  test('an answer without end is cut off', async () => {
    providers.script({ tokens: ['x'.repeat(600_000), 'x'.repeat(600_000), 'x'], ending: 'stall' });
    const { error, pieces } = await setUp(provider).ask();
    expect(error).toMatchObject({ code: 'MODEL_FAILED' });
    expect(error.message).toContain('longer than 1000000 characters');
    expect(pieces).toHaveLength(1);
    expect(await providers.requests[0]!.ended).toBe('left');
  });

  test('nobody listening is a connection that failed', async () => {
    await providers.close();
    const { error } = await setUp(provider, { limits: { retries: 0 } }).ask();
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(error.message).toContain('the connection failed (ECONNREFUSED)');
    providers = await startFakeProviders();
  });

  test('neither errors nor logs hold the key, what the user wrote or what the provider said about it', async () => {
    const console = jest.spyOn(global.console, 'error').mockImplementation();
    const secrets = ['sk-ant-fake', 'sk-fake', 'my secret diagnosis'];
    const message = 'Key sk-ant-fake or sk-fake cannot read "my secret diagnosis"';
    providers.script({ status: 529, message }, { tokens: [], ending: 'garbled' }, { status: 401, message });
    const { ask, logger } = setUp(provider);
    const { error } = await ask({ messages: [say('user', 'my secret diagnosis')] });
    const seen = inspect([error, logger.lines], { depth: 20, showHidden: true });
    expect(error.code).toBe('MODEL_FAILED');
    for (const secret of secrets) expect(seen).not.toContain(secret);
    expect(console).not.toHaveBeenCalled();
  });

  test('events that nobody knows, and writes that split characters, change nothing', async () => {
    providers.script({ tokens: ['Grüße', ' 食事', ' 👩‍🍳'], unknownEvents: true, bytesPerWrite: 1 });
    const { pieces, end } = await setUp(provider).ask();
    expect(pieces).toEqual(['Grüße', ' 食事', ' 👩‍🍳']);
    expect(end).toMatchObject({ stopReason: 'end', usage: { input: 10, output: 3 } });
  });

  test('keep-alives are signs of life in the middle of an answer', async () => {
    providers.script({ tokens: ['So', 'up'], tokenMs: 1000, keepAliveMs: 50 });
    const { ask } = setUp(provider, { limits: { firstTokenMs: 10_000, stallMs: 500 } });
    expect((await ask()).text).toBe('Soup');
  });

  test('a model that thinks for longer has begun, and its thoughts are no text', async () => {
    providers.script({ thoughts: ['Hm, ', 'soup?'], tokens: ['Soup'], tokenMs: 1000, keepAliveMs: 50 });
    const { ask } = setUp(provider, { limits: { firstTokenMs: 500, stallMs: 10_000 } });
    expect(await ask()).toMatchObject({ pieces: ['Soup'], error: undefined });
    expect(providers.requests).toHaveLength(1);
  });

  test('but they do not stand for the first token', async () => {
    providers.script({ tokens: ['Soup'], tokenMs: 5000, keepAliveMs: 50 });
    const { error } = await setUp(provider, { limits: { ...impatient, retries: 0 } }).ask();
    expect(error.message).toContain('no text came within 500 ms');
    expect(await providers.requests[0]!.ended).toBe('left');
  });
});
