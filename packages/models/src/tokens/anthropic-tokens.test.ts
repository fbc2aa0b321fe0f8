import { memoryLogger } from '../testing/ask';
import { type FakeProviders, startFakeProviders } from '../testing/fake-providers';
import { createTokenCounter } from './token-counter';

let providers: FakeProviders;
beforeEach(async () => {
  providers = await startFakeProviders();
});
afterEach(() => providers.close());

const messages = [
  { role: 'system', text: 'Be kind.' },
  { role: 'user', text: 'Dinner?' },
] as const;
const sonnet = { provider: 'anthropic', model: 'claude-sonnet-4.6', messages };
const estimate = { method: 'estimate', by: 'characters' };
const exact = (count: number) => ({ count, method: 'exact', by: 'anthropic' });

/** A counter whose clock stands where the test puts it. */
function start(limits: { timeoutMs?: number; atOnce?: number } = {}) {
  const logger = memoryLogger();
  const clock = { at: 1_000_000, now: () => clock.at, wait: async () => {} };
  const count = createTokenCounter({ anthropic: providers.anthropic, logger, clock, limits });
  return { count, clock, logger };
}

test('the endpoint is asked with key, alias and messages as they are sent, and nothing else', async () => {
  providers.scriptCounts(42);
  expect(await start().count(sonnet)).toEqual(exact(42));
  const [{ headers, body }] = providers.counted as any;
  expect(headers.authorization ?? headers['x-api-key']).toContain('sk-ant-fake');
  expect(body).toEqual({
    model: 'claude-sonnet-4-6',
    system: 'Be kind.',
    messages: [{ role: 'user', content: 'Dinner?' }],
  });
  expect(providers.requests).toEqual([]);
});

test('the same messages are asked about once, also at the same time; others and another model on their own', async () => {
  const { count } = start();
  providers.scriptCounts(42, 43, 44);
  expect(await Promise.all([count(sonnet), count(sonnet)])).toEqual([exact(42), exact(42)]);
  expect(await count({ ...sonnet, model: 'claude-sonnet-4-6' })).toEqual(exact(42));
  expect(await count({ ...sonnet, model: 'claude-haiku-4-5' })).toEqual(exact(43));
  expect(await count({ ...sonnet, messages: [{ role: 'user', text: '\ud800' }] })).toEqual(exact(44));
  expect(providers.counted).toHaveLength(3);
});

test.each([
  ['429', { status: 429 }, 'the provider answered 429 (rate_limit_error)'],
  ['500', { status: 500 }, 'the provider answered 500 (api_error)'],
  ['529', { status: 529 }, 'the provider answered 529 (overloaded_error)'],
  ['a wrong key', { status: 401 }, 'the provider answered 401 (authentication_error)'],
  ['an unknown model', { status: 404 }, 'the provider answered 404 (not_found_error)'],
  ['a stall', 'stall', 'no count came within 300 ms'],
  ['a cut', 'cut', 'the connection failed'],
  ['no count', 'countless', 'the answer has no count'],
] as const)('%s: an estimate that says so, and the model is left alone for a while', async (_, answer, reason) => {
  const { count, clock, logger } = start({ timeoutMs: 300 });
  providers.scriptCounts(answer, 42);
  expect(await count(sonnet)).toMatchObject(estimate);
  expect(await count({ ...sonnet, messages: [messages[1]] })).toMatchObject(estimate);
  expect(providers.counted).toHaveLength(1);
  expect(logger.lines).toEqual([
    {
      level: 'warn',
      data: { model: 'claude-sonnet-4-6', pauseMs: 30_000 },
      text: expect.stringContaining(`Tokens are estimated: ${reason}`),
    },
  ]);
  clock.at += 30_000;
  expect(await count(sonnet)).toEqual(exact(42));
});

test('the provider’s own pause is kept; what is known is answered meanwhile, and other models are asked', async () => {
  const { count, clock } = start();
  providers.scriptCounts(42, { status: 429, headers: { 'retry-after': '90' } }, 7, 43);
  const other = { ...sonnet, messages: [messages[1]] };
  expect(await count(sonnet)).toEqual(exact(42));
  expect(await count(other)).toMatchObject(estimate);
  expect(await count(sonnet)).toEqual(exact(42));
  expect(await count({ ...other, model: 'claude-haiku-4-5' })).toEqual(exact(7));
  clock.at += 89_999;
  expect(await count(other)).toMatchObject(estimate);
  clock.at += 1;
  expect(await count(other)).toEqual(exact(43));
});

test('fifty prompts are asked about a few at a time; when one fails, those that wait are not asked about', async () => {
  const prompts = Array.from({ length: 50 }, (_, at) => ({
    ...sonnet,
    messages: [{ role: 'user' as const, text: `${at}` }],
  }));
  const { count } = start({ atOnce: 2 });
  const counts = await Promise.all(prompts.map(count));
  expect(counts.every(({ method }) => method === 'exact')).toBe(true);
  expect(providers.counted).toHaveLength(50);

  const failing = start({ atOnce: 2 });
  providers.scriptCounts({ status: 500 }, { status: 500 });
  const estimates = await Promise.all(prompts.map(failing.count));
  expect(estimates.every(({ method }) => method === 'estimate')).toBe(true);
  expect(providers.counted).toHaveLength(52);
});

test('while nobody answers, all that wait are answered within one time limit', async () => {
  const prompts = Array.from({ length: 10 }, (_, at) => ({
    ...sonnet,
    messages: [{ role: 'user' as const, text: `${at}` }],
  }));
  const { count, logger } = start({ atOnce: 2, timeoutMs: 300 });
  providers.scriptCounts('stall', 'stall');
  expect(await Promise.all(prompts.map(count))).toEqual(prompts.map(() => expect.objectContaining(estimate)));
  expect(providers.counted.length).toBeLessThanOrEqual(2);
  expect(logger.lines).toHaveLength(1);
});

test('a provider that cannot be asked is no reason to fail', async () => {
  for (const baseURL of ['nonsense', 'http://127.0.0.1:1', 'ftp://127.0.0.1']) {
    const logger = memoryLogger();
    const count = createTokenCounter({ anthropic: { apiKey: 'sk-ant-fake', baseURL }, logger });
    expect(await count(sonnet)).toMatchObject(estimate);
    expect(logger.lines).toMatchObject([{ level: 'warn', text: expect.stringMatching(/^Tokens are estimated: the /) }]);
  }
});

test('without a key, without text, and for other providers nobody is asked', async () => {
  const count = createTokenCounter({ anthropic: { ...providers.anthropic, apiKey: '' }, logger: memoryLogger() });
  expect(await count(sonnet)).toMatchObject(estimate);
  expect(await start().count({ ...sonnet, messages: [{ role: 'system', text: ' ' }] })).toEqual({
    ...estimate,
    count: 3,
  });
  expect(await start().count({ ...sonnet, provider: 'openai', model: 'qwen3:4b' })).toMatchObject(estimate);
  expect(await start().count({ ...sonnet, provider: 'scripted', model: 'scripted' })).toMatchObject(estimate);
  expect(await start().count({ ...sonnet, provider: 'nobody' })).toMatchObject(estimate);
  expect(providers.counted).toEqual([]);
});
