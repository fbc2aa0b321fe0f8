import type { ExecutionRecord } from './record';
import { executing, promptVersion } from './testing/executing';
import { strategy } from './testing/plugin-folder';

const any = `output: { type: 'object', properties: {} }`;
const answers = `async ({ prompts, models }) => {
  const { messages } = await prompts.render('meal@1', {});
  const { output } = await models.generate({ messages, stream: true });
  return { text: output };
}`.replace('async ', '');

const codeOf = (record: ExecutionRecord) => (record.outcome === 'FAILED' ? record.error.code : record.outcome);

test('a strategy’s answer, with what it cost and who gave it', async () => {
  const { execute, parts } = await executing(strategy('talk', answers));
  expect(await execute('talk')).toEqual({
    outcome: 'COMPLETED',
    output: { text: 'Good day.' },
    latencyMs: expect.any(Number),
    cost: 0,
    usage: { input: 2, output: 3, cacheRead: 0, cacheWrite: 0 },
    model: 'scripted',
    stopReason: 'end',
    standIn: true,
    events: [],
  });
  expect(parts.map((part) => (part.type === 'text' ? part.text : '')).join('')).toBe('Good day.');
});

describe('the prompt is rendered as its version and the variant’s config say', () => {
  const renders = (reference: string, variables = '{}') =>
    strategy('render', `({ prompts }) => ({ ...(await prompts.render('${reference}', ${variables})) })`);
  test.each([
    ['defaults', '{}', 'Be kind.'],
    ['given variables', `{ tone: 'brief' }`, 'Be brief.'],
  ])('%s', async (_, variables, text) => {
    const { execute } = await executing(renders('meal@1', variables));
    expect(await execute('render')).toMatchObject({
      output: {
        messages: [{ role: 'system', parts: [{ type: 'text', text }] }],
        model: { provider: 'scripted', name: 'scripted' },
        params: { temperature: 1 },
      },
    });
  });

  test('the variant’s model and params win', async () => {
    const { execute } = await executing(renders('meal@1'));
    const config = { prompt_config: { model_provider: 'openai', model_name: 'm' }, params: { temperature: 0 } };
    expect(await execute('render', { plan: { strategy: 'render', config, pins: { 'meal@1': 'h' } } })).toMatchObject({
      output: { model: { provider: 'openai', name: 'm' }, params: { temperature: 0 } },
    });
  });

  test.each([
    ['a reference that is not pinned', renders('meal@2'), {}, 'PROMPT_NOT_FOUND'],
    ['an inherited name', renders('constructor'), {}, 'PROMPT_NOT_FOUND'],
    [
      'a required variable',
      renders('meal@1'),
      { variables: [{ name: 'tone', required: true }] },
      'PROMPT_VARIABLE_MISSING',
    ],
    ['a variable that is used and not declared', renders('meal@1'), { variables: [] }, 'PROMPT_VARIABLE_MISSING'],
    ['a template that fails', renders('meal@1'), { template: '{{ 1 + "a" }}' }, 'TEMPLATE_INVALID'],
  ])('%s is missing: the execution fails', async (_, source, change, code) => {
    const { execute } = await executing(source, promptVersion(change));
    expect(codeOf(await execute('render'))).toBe(code);
  });
});

describe('what a flow demands of an answer', () => {
  const schema = { type: 'object', properties: { n: { type: 'number' } } } as const;
  const said = `({ prompts, models }) => {
    const { messages } = await prompts.render('meal@1', {});
    await models.generate({ messages });
    return models.generate({ messages: [...messages, { role: 'user', parts: [{ type: 'text', text: 'Hi' }] }], stream: true });
  }`.replace('async ', '');

  test('is told behind the prompt, with what was wrong, of what is streamed and of nothing else', async () => {
    const { executor, execute } = await executing(strategy('talk', said, any));
    const requests: string[][] = [];
    const outputs: unknown[] = [];
    const { models } = (executor as any).options;
    (executor as any).options.models = {
      ...models,
      stream(request: any) {
        outputs.push(request.output);
        requests.push(request.messages.map(({ role, parts }: any) => `${role}: ${parts[0].text}`));
        return models.stream(request);
      },
    };
    await execute('talk', { output: { schema, problem: 'n: found "1"; expected number' } });
    const [plain, demanded] = requests;
    expect(plain).toEqual(['system: Be kind.']);
    expect(demanded).toEqual(['system: Be kind.', expect.any(String), 'user: Hi']);
    expect(outputs).toEqual([undefined, { name: 'answer', schema }]);
    expect(demanded![1]).toContain('refused: n: found "1"; expected number');
  });
});

describe('what a flow’s call runs', () => {
  const config = `config: { type: 'object', properties: { prompt: { type: 'string', ref: 'prompt' } } }`;

  test('is the strategy with what the call says, and of the pins what that names', async () => {
    const { executor } = await executing(`${strategy('ask', '() => ({})', config)}, ${strategy('pay')}`);
    const plan = { strategy: 'talk', config: { params: { temperature: 0 } }, pins: { 'meal@1': 'h', 'food@1': 'p' } };
    expect(executor.planOfCall(plan, 'ask', { prompt: 'meal@1' })).toEqual({
      strategy: 'ask',
      config: { execution_strategy: 'ask', ask: { prompt: 'meal@1' } },
      pins: { 'meal@1': 'h' },
    });
    expect(executor.planOfCall(plan, 'gone', {}).pins).toEqual({});
    const fallback_model = { provider: 'openai', name: 'm' };
    const falling = { ...plan, config: { ...plan.config, fallback_model } };
    expect(executor.planOfCall(falling, 'ask', {}).config).toEqual({
      ...{ execution_strategy: 'ask', ask: {} },
      fallback_model,
    });
  });
});

describe('what is refused', () => {
  const number = `{ type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }`;
  test.each([
    ['a strategy that nobody brings', strategy('a'), 'b', 'STRATEGY_NOT_FOUND'],
    ['a config', strategy('a', '() => ({})', `config: ${number}`), 'a', 'CONFIG_INVALID'],
    ['an input', strategy('a', '() => ({})', `input: ${number}`), 'a', 'BAD_USER_INPUT'],
    ['an output', strategy('a', '() => ({ n: "1" })', `output: ${number}`), 'a', 'OUTPUT_INVALID'],
    ['an answer that is none', strategy('a', '() => undefined', `output: ${number}`), 'a', 'OUTPUT_INVALID'],
    ['an error', strategy('a', `() => { throw new RangeError('secret') }`), 'a', 'STRATEGY_FAILED'],
    ['a reserved event', strategy('a', `({ events }) => events.append('exposure', {})`), 'a', 'STRATEGY_FAILED'],
    ['no model', strategy('a', '({ models }) => models.generate({ messages: [] })'), 'a', 'STRATEGY_FAILED'],
  ])('%s', async (_, source, name, code) => {
    const { execute } = await executing(source);
    expect(codeOf(await execute(name))).toBe(code);
  });

  test('a config’s problem has a path from the variant’s config, and a thrown error’s message stays inside', async () => {
    const { execute } = await executing(
      `${strategy('a', '() => ({})', `config: ${number}`)}, ${strategy('b', `() => { throw new Error('secret') }`)}`,
    );
    const [refused, thrown] = [await execute('a'), await execute('b')];
    expect(refused).toMatchObject({
      error: { problems: [{ path: ['a'], message: "must have required property 'n'" }] },
    });
    expect(thrown).toMatchObject({ error: { message: 'Strategy b failed: it threw Error.' } });
  });
});

describe('time', () => {
  const waits = `({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))`;
  const ignores = '() => new Promise(() => {})';
  test.each([waits, ignores])('is limited, and the strategy is told: %s', async (body) => {
    const { execute } = await executing(strategy('slow', body, 'timeoutMs: 20'));
    const record = await execute('slow');
    expect(record).toMatchObject({ error: { message: 'Strategy slow did not answer within 20 ms.' } });
  });

  test.each([waits, ignores])('ends when the caller aborts, which is no failure: %s', async (body) => {
    const { execute } = await executing(strategy('slow', body));
    const controller = new AbortController();
    const record = execute('slow', { signal: controller.signal });
    controller.abort(new Error('cancelled'));
    expect((await record).outcome).toBe('ABORTED');
    expect((await execute('slow', { signal: controller.signal })).outcome).toBe('ABORTED');
  });

  test('what a strategy left behind can do nothing once the call is over', async () => {
    const leaves = `(call) => { globalThis.leftBehind = call; return {} }`;
    const { execute, parts } = await executing(strategy('hasty', leaves));
    await execute('hasty');
    const call = (globalThis as any).leftBehind;
    await expect(call.emit({ type: 'text', text: 'late' })).rejects.toThrow('the call is over');
    await expect(call.prompts.render('meal@1', {})).rejects.toThrow('the call is over');
    expect(parts).toEqual([]);
  });
});

describe('parts that the strategy does not wait for', () => {
  const hurries = strategy(
    'hurry',
    `({ emit }) => { for (const text of 'abc') emit({ type: 'text', text }); return {} }`,
  );
  const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  test('are all there, in order, before the execution is over', async () => {
    const { execute } = await executing(hurries);
    const seen: string[] = [];
    const emit = async (part: any) => {
      await later(part.text === 'a' ? 10 : 0);
      seen.push(part.text);
    };
    expect((await execute('hurry', { emit })).outcome).toBe('COMPLETED');
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  test('fail the execution when one fails, and the others arrive all the same', async () => {
    const { execute } = await executing(hurries);
    const seen: string[] = [];
    const emit = async (part: any) => {
      if (part.text === 'a') throw new Error('no stream');
      seen.push(part.text);
    };
    expect(codeOf(await execute('hurry', { emit }))).toBe('STRATEGY_FAILED');
    expect(seen).toEqual(['b', 'c']);
  });

  test('hold nobody back who has aborted', async () => {
    const { execute } = await executing(hurries);
    const controller = new AbortController();
    const record = execute('hurry', { signal: controller.signal, emit: () => new Promise(() => {}) });
    controller.abort();
    expect((await record).outcome).toBe('ABORTED');
  });
});

test.each([
  `emit({ type: 'text', text: 'a' })`,
  `events.append('a', {})`,
  `once('a', async () => { throw new Error() })`,
  `run('careless', {}, {})`,
  'models.generate({ messages: [] })',
  `prompts.render('meal@1', {})`,
])('a promise that nobody awaits is no danger to the process when the call is over: %s', async (act) => {
  const body = `({ signal, emit, events, once, run, models, prompts }) =>
    new Promise(() => { globalThis.begun(); signal.addEventListener('abort', () => { ${act} }) })`;
  const { execute } = await executing(strategy('careless', body));
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  const controller = new AbortController();
  const begun = new Promise((resolve) => Object.assign(globalThis, { begun: resolve }));
  const record = execute('careless', { signal: controller.signal });
  await begun;
  controller.abort(new Error('cancelled'));
  expect((await record).outcome).toBe('ABORTED');
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test('a plugin that is gone is stopped only when its executions are over', async () => {
  const waits = `({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))`;
  const { execute, plugins } = await executing(strategy('slow', waits));
  const order: string[] = [];
  const controller = new AbortController();
  const over = execute('slow', { signal: controller.signal }).then(({ outcome }) => order.push(outcome));
  await plugins.load([]);
  const closed = plugins.close().then(() => order.push('closed'));
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(order).toEqual([]);
  controller.abort(new Error('cancelled'));
  await Promise.all([over, closed]);
  expect(order).toEqual(['ABORTED', 'closed']);
});

test('strategies run each other four deep, and no deeper', async () => {
  const dives = `({ run, input }) => ({ depth: input.stop === 1 ? 1 : 1 + (await run('dive', {}, { stop: input.stop - 1 })).depth })`;
  const { execute } = await executing(strategy('dive', dives));
  expect(await execute('dive', { input: { stop: 4 } })).toMatchObject({ output: { depth: 4 } });
  expect(codeOf(await execute('dive', { input: { stop: 5 } }))).toBe('STRATEGY_FAILED');
});

test('events go out with the outcome, also with a failure', async () => {
  const body = `({ events }) => { await events.append('ticket_opened', { n: 1 }); throw new Error() }`;
  const { execute } = await executing(strategy('ticket', body));
  expect(await execute('ticket')).toMatchObject({
    outcome: 'FAILED',
    events: [{ type: 'ticket_opened', data: { n: 1 } }],
  });
});

test.each([
  ['scripted', true],
  ['anthropic', true],
  ['nobody', false],
])('whether a stand-in will answer for %s is known beforehand: %s', async (modelProvider, standIn) => {
  const { executor } = await executing(strategy('talk', answers), promptVersion({ modelProvider }));
  expect(await executor.standInOf({ strategy: 'talk', config: {}, pins: { 'meal@1': 'h' } })).toBe(standIn);
});

test.each<[string, string, object]>([
  ['what it is given stands over its member, and the rest of the config holds', `uses: ['inner']`, { temperature: 0 }],
  ['without `uses` it gets what it is given, and nothing else', '', { temperature: 1 }],
])('a strategy that another runs: %s', async (_, uses, params) => {
  const inner = strategy('inner', `({ config, prompts }) => ({ config, ...(await prompts.render('meal@1', {})) })`);
  const outer = strategy('outer', `({ run }) => run('inner', { tone: 'own' }, {})`, uses);
  const { execute } = await executing(`${inner}, ${outer}`);
  const config = { inner: { kept: 1, tone: 'whole' }, outer: {}, params: { temperature: 0 } };
  const plan = { strategy: 'outer', config, pins: { 'meal@1': 'h' } };
  expect(await execute('outer', { plan })).toMatchObject({
    output: { config: uses ? { kept: 1, tone: 'own' } : { tone: 'own' }, params },
  });
});
