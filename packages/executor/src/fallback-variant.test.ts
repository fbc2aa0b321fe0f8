import type { ExecutionPlan } from './plan';
import { executing } from './testing/executing';
import { strategy } from './testing/plugin-folder';

const failing = "() => { globalThis.tries = (globalThis.tries ?? 0) + 1; throw new Error('no') }";
const strategies = [
  strategy('fails', failing),
  strategy('shows', "({ emit }) => { await emit({ type: 'text', text: 'Well' }); throw new Error('no') }"),
  strategy(
    'refuses',
    `() => { throw Object.assign(new Error('no'), { name: 'StrategyFailure',
    failure: { code: 'BAD_USER_INPUT', problems: [{ path: ['a'], message: 'is odd' }] } }) }`,
  ),
  strategy('stands', '({ arm, config }) => ({ arm: arm.variant, said: config.word })'),
].join();

const arm = { experiment: 'e', variant: 'a', hash: 'of-a', propensity: 0.5 };
const planOf = (name: string, more: Partial<ExecutionPlan> = {}): ExecutionPlan => ({
  ...{ strategy: name, config: {}, pins: {}, arm },
  fallback: { variant: 'b', strategy: 'stands', config: { stands: { word: 'hello' } }, pins: {} },
  ...more,
});

test('where a strategy fails, the variant that is named is executed, and the arm stays the assigned one', async () => {
  const { execute } = await executing(strategies);
  expect(await execute('fails', { plan: planOf('fails') })).toMatchObject({
    outcome: 'COMPLETED',
    output: { arm: 'a', said: 'hello' },
    fallbackVariant: 'b',
  });
});

test.each([
  ['has none', planOf('fails', { fallback: undefined }), 'STRATEGY_FAILED'],
  ['has shown something', planOf('shows'), 'STRATEGY_FAILED'],
  ['refuses the input', planOf('refuses'), 'BAD_USER_INPUT'],
  [
    'has one that fails too',
    planOf('fails', { fallback: { ...planOf('').fallback!, strategy: 'shows' } }),
    'STRATEGY_FAILED',
  ],
])('one that %s fails as it would', async (_, plan, code) => {
  const { execute } = await executing(strategies);
  const record = await execute(plan.strategy, { plan });
  expect(record).toMatchObject({ outcome: 'FAILED', error: { code } });
  expect(record).not.toHaveProperty('fallbackVariant');
});

test('a strategy that fails five times in a row is not called any more; who has a fallback gets it at once', async () => {
  const { execute, plugins } = await executing(strategies);
  Object.assign(globalThis, { tries: 0 });
  const codes: unknown[] = [];
  for (let call = 0; call < 6; call++) {
    const record = await execute('fails', { plan: planOf('fails', { fallback: undefined }) });
    codes.push(record.outcome === 'FAILED' && record.error.code);
    if (call === 5)
      expect(record).toMatchObject({ error: { retryable: true, data: { retryAfterMs: expect.any(Number) } } });
  }
  expect(codes).toEqual([...Array(5).fill('STRATEGY_FAILED'), 'STRATEGY_UNAVAILABLE']);
  expect(await execute('fails', { plan: planOf('fails') })).toMatchObject({ fallbackVariant: 'b' });
  expect((globalThis as any).tries).toBe(5);
  expect(plugins.states[0]!.strategies[0]).toMatchObject({ name: 'fails', circuit: 'OPEN', calls: 5, failures: 5 });
  expect(plugins.states[0]!.strategies[3]).toMatchObject({ name: 'stands', circuit: 'CLOSED', calls: 1, failures: 0 });
});

test('what an arm’s models do keeps back the calls of that arm only', async () => {
  const away = `({ arm }) => { if (arm.hash === 'of-a') throw Object.assign(new Error('away'), { name: 'StrategyFailure',
    failure: { code: 'MODEL_UNAVAILABLE', model: 'm', reason: 'it is away' } }); return {} }`;
  const { execute } = await executing(strategy('asks', away));
  const plan = planOf('asks', { fallback: undefined });
  for (let call = 0; call < 5; call++)
    expect(await execute('asks', { plan })).toMatchObject({ error: { code: 'MODEL_UNAVAILABLE' } });
  expect(await execute('asks', { plan })).toMatchObject({ error: { code: 'STRATEGY_UNAVAILABLE' } });
  const other = { ...plan, arm: { ...arm, hash: 'of-b' } };
  expect(await execute('asks', { plan: other })).toMatchObject({ outcome: 'COMPLETED' });
});
