import type { Failure } from '@trialogue/plugin-api';
import { StrategyFailure } from '@trialogue/plugin-api';
import { executing } from './testing/executing';
import { strategy } from './testing/plugin-folder';

/** The class as a plugin's own copy of plugin-api has it: only its shape is the same. */
const throws = (failure: object) =>
  strategy(
    'fail',
    `() => { throw Object.assign(new Error('x'), { name: 'StrategyFailure', failure: ${JSON.stringify(failure)} }) }`,
  );

test.each<[Failure, object]>([
  [
    { code: 'MODEL_UNAVAILABLE', model: 'm/1', reason: 'it refuses connections' },
    { code: 'MODEL_UNAVAILABLE', message: 'The model m/1 cannot be reached: it refuses connections.' },
  ],
  [
    { code: 'MODEL_FAILED', model: 'm/1', reason: 'it answered 500' },
    { code: 'MODEL_FAILED', message: 'The model m/1 failed: it answered 500.' },
  ],
  [
    { code: 'MODEL_TIMEOUT', model: 'm/1', ms: 20 },
    { code: 'MODEL_TIMEOUT', message: 'The model m/1 did not answer within 20 ms.' },
  ],
  [
    { code: 'TOOL_FAILED', tool: 'search', reason: 'it is closed' },
    { code: 'TOOL_FAILED', message: 'The tool search failed: it is closed.' },
  ],
  [
    { code: 'BAD_USER_INPUT', problems: [{ path: ['features', 'income'], message: 'is missing' }] },
    { code: 'BAD_USER_INPUT', message: 'The input is refused: features.income is missing.' },
  ],
  [
    { code: 'CONFIG_INVALID', problems: [{ path: ['model_name'], message: 'is another' }] },
    { code: 'CONFIG_INVALID', problems: [{ path: ['fail', 'model_name'], message: 'is another' }] },
  ],
])('a strategy says why it failed: %j', async (failure, error) => {
  const { execute } = await executing(throws(failure));
  expect(await execute('fail')).toMatchObject({ outcome: 'FAILED', error });
});

test('and the class of plugin-api has that shape, with words for a log', () => {
  const cause = new Error('socket');
  const failure = new StrategyFailure({ code: 'MODEL_FAILED', model: 'm', reason: 'it lied' }, { cause });
  expect(failure).toMatchObject({ name: 'StrategyFailure', message: 'MODEL_FAILED: m: it lied', cause });
  const problems = [{ path: ['a', 0], message: 'is missing' }];
  expect(new StrategyFailure({ code: 'BAD_USER_INPUT', problems }).message).toBe('BAD_USER_INPUT: a.0 is missing');
});

test.each([
  {},
  { code: 'FORBIDDEN', reason: 'a code that is not a strategy’s to say' },
  { code: 'MODEL_FAILED', model: 'm' },
  { code: 'MODEL_TIMEOUT', model: 'm', ms: 'long' },
  { code: 'BAD_USER_INPUT', problems: [] },
  { code: 'BAD_USER_INPUT', problems: [{ path: 'a', message: 'b' }] },
])('one that is not as it should be is an error like any other: %j', async (failure) => {
  const { execute } = await executing(throws(failure));
  expect(await execute('fail')).toMatchObject({ error: { code: 'STRATEGY_FAILED' } });
});

test('a strategy that runs another can tell what became of it', async () => {
  const outer = strategy(
    'outer',
    `({ run }) => { try { await run('fail', {}, {}) } catch (error) { return { code: error.code } } }`,
  );
  const { execute } = await executing(`${throws({ code: 'MODEL_TIMEOUT', model: 'm', ms: 5 })}, ${outer}`);
  expect(await execute('outer')).toMatchObject({ output: { code: 'MODEL_TIMEOUT' } });
});

test.each([
  { code: 'MODEL_FAILED', model: 'm', reason: 'x'.repeat(10_000) },
  { code: 'BAD_USER_INPUT', problems: [{ path: ['a'], message: 'x'.repeat(10_000) }] },
])('what a strategy says is bounded: $code', async (failure) => {
  const { execute } = await executing(throws(failure));
  const record = await execute('fail');
  expect(record.outcome === 'FAILED' && record.error.message.length).toBeLessThan(600);
});
