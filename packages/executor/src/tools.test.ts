import { executing, memoryLedger, promptVersion, quiet } from './testing/executing';
import { strategy } from './testing/plugin-folder';
import { useTool } from './use-tool';

const text = `{ type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }`;
const tool = (name: string, use: string, more = '') =>
  `{ name: '${name}', version: '1', description: 'Says it.', effects: 'none', input: ${text},
     use: async ${use}, ${more} }`;

/** A strategy whose config names tools, and which does with `call` what a test says. */
const asks = (body: string) =>
  strategy(
    'ask',
    `(call) => { const { tools } = call; ${body} }`,
    `config: { type: 'object', properties: { tools: { type: 'array', items: { type: 'string', ref: 'tool' } } } },
     output: {}`,
  );

const plan = (names: string[]) => ({ plan: { strategy: 'ask', config: { ask: { tools: names } }, pins: {} } });
const told = async (body: string, tools: string, names = ['shout'], ledger = memoryLedger()) => {
  const { execute } = await executing(asks(body), promptVersion(), { tools });
  const record = await execute('ask', { ...plan(names), ledger });
  return record.outcome === 'COMPLETED'
    ? record.output
    : record.outcome === 'FAILED'
      ? record.error.message
      : undefined;
};
const caught = (call: string) => `return ${call}.catch((error) => ({ ...error.failure, message: error.message }))`;
const shout = tool('shout', '({ text }, { id }) => ({ said: text.toUpperCase(), id })');

test('a call sees the tools that its config names, and uses them', async () => {
  const body = `return { known: await tools.list(), said: await tools.call('shout', { text: 'hey' }) }`;
  expect(await told(body, `${shout}, ${tool('other', '() => 1')}`)).toEqual({
    known: [{ name: 'shout', description: 'Says it.', input: expect.objectContaining({ type: 'object' }) }],
    said: { said: 'HEY', id: expect.stringMatching(/^c:1:tool:shout:[0-9a-f]{64}:1$/) },
  });
});

test.each([
  [`tools.call('shout', { text: 1 })`, { code: 'BAD_USER_INPUT', problems: [{ path: ['text'] }] }],
  [
    `tools.call('other', { text: '' })`,
    { code: 'TOOL_FAILED', tool: 'other', reason: 'it is not there for this call' },
  ],
  [`tools.call('throws', { text: '' })`, { code: 'TOOL_FAILED', tool: 'throws', reason: 'it threw RangeError' }],
  [`tools.call('refuses', { text: '' })`, { code: 'TOOL_FAILED', reason: 'the shop is closed' }],
  [`tools.call('silent', { text: '' })`, { code: 'TOOL_FAILED', reason: 'it answered nothing, or what is no JSON' }],
  [`tools.call('huge', { text: '' })`, { code: 'TOOL_FAILED', reason: 'it answered nothing, or what is no JSON' }],
  [`tools.call('slow', { text: '' })`, { code: 'TOOL_FAILED', reason: 'it did not answer within 10 ms' }],
  [`tools.call('wrong', { text: '' })`, { code: 'TOOL_FAILED', reason: 'its answer is refused: must be number.' }],
  [`tools.call('long', { text: '' })`, { reason: 'its answer is longer than 65536 characters of JSON' }],
])('what goes wrong with %s is told apart', async (call, failure) => {
  const tools = [
    shout,
    tool('other', '() => 1'),
    tool('throws', `() => { throw new RangeError('secret') }`),
    tool(
      'refuses',
      `() => { throw Object.assign(new Error('TOOL_FAILED: refuses: the shop is closed'),
      { name: 'StrategyFailure', failure: { code: 'TOOL_FAILED', tool: 'refuses', reason: 'the shop is closed' } }) }`,
    ),
    tool('silent', '() => undefined'),
    tool('huge', '() => ({ size: 2n })'),
    tool('slow', '() => new Promise(() => {})', 'timeoutMs: 10'),
    tool('wrong', `() => 'seven'`, `output: { type: 'number' }`),
    tool('long', `() => 'x'.repeat(70_000)`),
  ].join();
  const names = ['shout', 'throws', 'refuses', 'silent', 'huge', 'slow', 'wrong', 'long'];
  expect(await told(caught(call), tools, names)).toMatchObject(failure);
});

describe('a call that is resumed', () => {
  const counting = (effects: string) =>
    tool('count', '() => (globalThis.uses = (globalThis.uses ?? 0) + 1)', `effects: '${effects}'`);
  const twice = `return [await tools.call('count', { text: 'a' }), await tools.call('count', { text: 'a' })]`;
  beforeEach(() => {
    (globalThis as any).uses = 0;
  });

  test('has what its tools answered, each use its own', async () => {
    const ledger = memoryLedger();
    expect(await told(twice, counting('external'), ['count'], ledger)).toEqual([1, 2]);
    expect(await told(twice, counting('external'), ['count'], ledger)).toEqual([1, 2]);
    expect((globalThis as any).uses).toBe(2);
  });

  test.each([
    ['none', 1],
    ['idempotent', 1],
    ['external', expect.stringMatching(/^The tool count failed: its effect tool:count:k was begun before/)],
  ])('uses a tool again that was begun only if it may: %s', async (effects, answer) => {
    const ledger = memoryLedger({ 'tool:count:k': {} });
    const body = `return tools.call('count', { text: 'a' }, 'k')`;
    expect(await told(body, counting(effects), ['count'], ledger)).toEqual(answer);
  });
});

test.each([
  [tool('a b', '() => 1'), 'one of its tools has no name of 1 to 64 letters, digits, _ and -'],
  [tool('a', '() => 1', `description: ''`), 'its tool a has no description'],
  [tool('a', '() => 1', `effects: 'some'`), 'its tool a must say effects: none | idempotent | external'],
  [tool('a', '() => 1', 'use: 1'), 'its tool a has no use'],
  [tool('a', '() => 1', `input: { type: 'string' }`), 'the input schema of its tool a is not that of an object'],
  [tool('a', '() => 1', `output: { type: 'sting' }`), 'the output schema of its tool a is none'],
])('a tool that cannot be taken refuses its plugin: %s', async (bad, problem) => {
  await expect(executing('', promptVersion(), { tools: bad })).rejects.toThrow(problem);
});

test('what the host says of a tool is told, such as that its worker ended', async () => {
  const { plugins, close } = await executing('', promptVersion(), {
    tools: tool('exits', '() => process.exit(3)', `effects: 'external'`),
    entry: { isolation: 'worker' },
  });
  const use = { given: { text: '' }, id: 't', signal: new AbortController().signal, logger: quiet };
  await expect(useTool(plugins.tool('exits')!, use)).rejects.toMatchObject({
    failure: {
      ...{ code: 'TOOL_FAILED', tool: 'exits' },
      reason: 'The worker of the plugin tested ended before the tool exits was answered: it called process.exit(3)',
    },
  });
  await close();
});

test('a call reads the secrets of its plugin', async () => {
  const body = `return call.secret('TOKEN').catch(({ message }) => message)`;
  expect(await told(body, '')).toBe('list TOKEN under `secrets` of the plugin to let it read it');
});
