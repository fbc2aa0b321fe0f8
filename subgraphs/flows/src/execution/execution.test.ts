import type { Caller } from '@trialogue/subgraph';
import { execute, publishOdd, written } from '../testing/executing';
import { unit } from '../testing/process';
import { tell } from '../testing/story';

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
  for (const strategy of ['throws', 'large', 'nul', 'book', 'mute', 'unknown', 'fills'])
    await publishOdd(story.store, strategy);
});
afterAll(() => story.end());

const ofUnit = async (name: string) => {
  const { executions, exposures, ends } = await written(story.store, 'meals');
  const mine = <Row extends { unit: string }>(rows: Row[]) => rows.filter((row) => row.unit === name);
  return { executions: mine(executions), exposures: mine(exposures), ends: mine(ends) };
};

test('one shot: the variant’s strategy answers, and the exposure and the end are written down', async () => {
  const { data, codes } = await execute(story, { unit: 'ben' });
  expect(codes).toEqual([]);
  const { variant, arm, output } = data.execute;
  const number = variant.key === 'control' ? 1 : 2;
  expect(data.execute).toEqual({
    id: expect.stringMatching(/^[\w-]{22}$/),
    unit: 'ben',
    experiment: 'meals',
    variant: { experimentKey: 'meals', key: variant.key },
    arm: `arm-of-meal@${number}`,
    release: expect.stringMatching(/^[0-9a-f]{64}$/),
    status: 'COMPLETED',
    output: { text: `I am meal@${number}.`, stopReason: 'end' },
    error: null,
    latencyMs: expect.any(Number),
    usage: { output: expect.any(Number) },
    model: 'scripted',
    standIn: true,
    createdAt: expect.any(Date),
  });
  const { exposures, ends } = await ofUnit('ben');
  expect(exposures).toMatchObject([{ variant: variant.key, arm, stand_in: true }]);
  expect(ends).toEqual([
    {
      type: 'execution_completed',
      id: `${data.execute.id}:execution`,
      unit: 'ben',
      arm,
      release: data.execute.release,
      data: {
        ...{ execution: data.execute.id, strategy: 'prompt_template', experiment: 'meals', variant: variant.key },
        ...{ propensity: 0.5, promptVersion: `meal@${number}`, standIn: true, model: 'scripted', stopReason: 'end' },
        ...{ latencyMs: expect.any(Number), cost: 0, usage: expect.objectContaining({ cacheRead: 0 }) },
      },
    },
  ]);
  expect(JSON.stringify(ends)).not.toContain(output.text);
});

test('the same clientExecutionId is the same execution, also when ten arrive at once', async () => {
  const answers = await Promise.all([...Array(10)].map(() => execute(story, { unit: 'cleo', id: 'one' })));
  const again = await execute(story, { unit: 'cleo', id: 'one' });
  for (const { data } of answers) expect(data.execute).toEqual(again.data.execute);
  const { executions, exposures, ends } = await ofUnit('cleo');
  expect([executions.length, exposures.length, ends.length]).toEqual([1, 1, 1]);
});

test('with another input it is refused; of another unit it is another one; without one nothing repeats', async () => {
  const refused = await execute(story, { unit: 'cleo', id: 'one', input: { text: 'Bread' } });
  expect([refused.codes, refused.messages[0]]).toEqual([['BAD_USER_INPUT'], expect.stringContaining('another input')]);
  expect((await execute(story, { unit: 'dan', id: 'one' })).data.execute.unit).toBe('dan');
  await execute(story, { unit: 'eve' });
  await execute(story, { unit: 'eve' });
  const { executions, exposures } = await ofUnit('eve');
  expect([executions.length, exposures.length]).toEqual([2, 1]);
});

test.each<[string, object, string]>([
  ['an unknown experiment', { experiment: 'nothing' }, 'EXPERIMENT_NOT_FOUND'],
  ['an input that the strategy’s schema refuses', { input: { txt: 'Soup' } }, 'BAD_USER_INPUT'],
  ['an empty unit', { unit: '' }, 'BAD_USER_INPUT'],
  ['an empty clientExecutionId', { id: '' }, 'BAD_USER_INPUT'],
  ['an input that is too large', { input: { text: 'x'.repeat(70_000) } }, 'BAD_USER_INPUT'],
  ['half of a surrogate pair', { input: { text: '\ud800' } }, 'BAD_USER_INPUT'],
  ['a strategy that nobody brings', { experiment: 'unknown' }, 'STRATEGY_NOT_FOUND'],
])('%s is an error, and nothing is written', async (_, asked, code) => {
  expect((await execute(story, { unit: 'finn', ...asked })).codes).toEqual([code]);
  for (const experiment of ['meals', 'unknown']) {
    const { executions, exposures } = await written(story.store, experiment);
    expect([...executions, ...exposures].filter((row) => row.unit === 'finn')).toEqual([]);
  }
});

test.each([
  ['throws', 'STRATEGY_FAILED'],
  ['large', 'STRATEGY_FAILED'],
  ['nul', 'STRATEGY_FAILED'],
])('a strategy that fails is data, and costs the unit neither its variant nor its exposure: %s', async (name, code) => {
  const { data, codes } = await execute(story, { experiment: name });
  expect(codes).toEqual([]);
  expect(data.execute).toMatchObject({
    status: 'FAILED',
    output: null,
    error: { code, message: expect.stringContaining(name) },
    variant: { key: 'control' },
    arm: `arm-of-${name}`,
  });
  expect(data.execute.error.message).not.toContain('secret');
  const { exposures, ends } = await written(story.store, name);
  expect([exposures.length, ends.map(({ type, data: { code: said } }) => [type, said])]).toEqual([
    1,
    [['execution_failed', code]],
  ]);
});

test('any output that the strategy’s schema takes is an answer', async () => {
  expect((await execute(story, { experiment: 'mute' })).data.execute.output).toEqual({ silence: true });
});

test('an effect is performed once and kept in the ledger', async () => {
  const { data } = await execute(story, { experiment: 'book' });
  expect(data.execute.output).toEqual({ text: 'Table number 4.' });
  const { rows } = await story.store.sql('select key, answer from exp.execution_effects where execution = $1', [
    data.execute.id,
  ]);
  expect(rows).toEqual([{ key: 'table', answer: { number: 4 } }]);
});

test('events of the strategy that the log refuses do not cost the answer', async () => {
  expect((await execute(story, { experiment: 'fills' })).data.execute.status).toBe('COMPLETED');
  expect((await written(story.store, 'fills')).ends.map(({ type }) => type)).toEqual(['execution_completed']);
});

test.each<[string, Caller, string[]]>([
  ['who may assign, of any unit', { subject: 'server', scopes: ['assign'] }, []],
  ['who may converse, of the unit that it proved', unit('gus'), []],
  ['who may converse, of another unit', unit('mallory'), ['FORBIDDEN']],
  ['who may converse and proved none', { subject: 'app', scopes: ['converse'] }, ['FORBIDDEN']],
  ['who may read and edit', { subject: 'ed', scopes: ['read', 'edit'] }, ['FORBIDDEN']],
])('may it execute? %s', async (_, caller, codes) => {
  expect((await execute(story, { unit: 'gus' }, caller)).codes).toEqual(codes);
});
