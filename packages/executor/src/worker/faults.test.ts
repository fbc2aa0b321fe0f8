import type { Isolation } from '../plugins/entries';
import { executing, promptVersion } from '../testing/executing';
import { strategy } from '../testing/plugin-folder';

const workerLimits = {
  pingMs: 100,
  silentMs: 1_200,
  graceMs: 500,
  firstRestartMs: 10,
  longestRestartMs: 50,
  mostEnds: 100,
};
const opening = (isolation: Isolation) => (strategies: string[]) =>
  executing(strategies.join(), promptVersion(), { entry: { isolation, memory_mb: 32 }, workerLimits });

const faulty = [
  strategy('good', "() => ({ by: 'good' })"),
  strategy('loop', '() => { for (;;); }'),
  strategy('exits', '() => { process.exit(3); }'),
  strategy('throws', "() => { setTimeout(() => { throw new TypeError('late'); }); await new Promise(() => {}); }"),
  strategy('rejects', "() => { Promise.reject(new Error('unheard')); await new Promise(() => {}); }"),
  strategy(
    'waits',
    "(call) => { await call.secret('A').catch(() => {}); await new Promise((r) => setTimeout(r, 300)); return {}; }",
  ),
  strategy('shows', "(call) => { await call.emit({ type: 'text', text: 'seen' }); await new Promise(() => {}); }"),
  strategy('ends', '() => { await new Promise((r) => setTimeout(r, 100)); process.exit(0); }'),
  strategy('deaf', '() => new Promise(() => {})', 'timeoutMs: 200'),
  strategy('stuck', '() => { await null; for (;;); }', 'timeoutMs: 200'),
];

describe.each(['process', 'worker'] as const)('isolation: %s', (isolation) => {
  const isolated = opening(isolation);
  let run: Awaited<ReturnType<typeof isolated>>;
  beforeAll(async () => {
    run = await isolated(faulty);
  });
  afterAll(() => run.close());

  test.each([
    ['loop', /busy for \d+ ms without a pause/],
    ['exits', 'it called process.exit(3)'],
    ['throws', 'an error was thrown outside of its calls'],
    ['rejects', 'an error was thrown outside of its calls'],
  ])('a strategy that %s ends its worker, and the next call has another', async (name, reason) => {
    const { error } = (await run.execute(name)) as any;
    expect([error.code, error.data.strategy]).toEqual(['STRATEGY_CRASHED', name]);
    expect(error.data.reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
    expect(await run.execute('good')).toMatchObject({ outcome: 'COMPLETED', output: { by: 'good' } });
  });

  test('others that are under way are made again, unless they have shown something', async () => {
    const [crashed, waited, shown] = (await Promise.all([
      run.execute('ends'),
      run.execute('waits'),
      run.execute('shows'),
    ])) as any[];
    expect(crashed.error.data.reason).toBe('it called process.exit(0)');
    expect(waited.outcome).toBe('COMPLETED');
    expect(shown.error.code).toBe('STRATEGY_CRASHED');
  });

  test('one that does not end in time harms nobody as long as it gives its worker back', async () => {
    const [deaf, waited] = (await Promise.all([run.execute('deaf'), run.execute('waits')])) as any[];
    expect(deaf.error.code).toBe('STRATEGY_TIMEOUT');
    expect(waited.outcome).toBe('COMPLETED');
  });

  test('one that is not back shortly after its time limit ends its worker', async () => {
    const started = performance.now();
    const { error } = (await run.execute('stuck')) as any;
    expect(error.code).toBe('STRATEGY_TIMEOUT');
    expect(await run.execute('good')).toMatchObject({ outcome: 'COMPLETED' });
    expect(performance.now() - started).toBeGreaterThanOrEqual(200 + workerLimits.graceMs);
  });

  test('parts that it does not wait for are all there, in order, before it has answered', async () => {
    const emitting = (end: string) =>
      `(call) => { for (let n = 0; n < 100; n += 1) call.emit({ type: 'text', text: n + ' ' }); ${end} }`;
    const other = await isolated([
      strategy('answers', emitting('return {};')),
      strategy('fails', emitting("throw new Error('then');")),
      strategy('wrong', "(call) => { call.emit({ type: 'object', partial: () => 1 }); return {}; }"),
    ]);
    const texts = () => other.parts.splice(0).map((part) => (part as { text: string }).text);
    const all = Array.from({ length: 100 }, (_, n) => `${n} `);
    expect(await other.execute('answers')).toMatchObject({ outcome: 'COMPLETED' });
    expect(texts()).toEqual(all);
    expect(await other.execute('fails')).toMatchObject({ outcome: 'FAILED', error: { code: 'STRATEGY_FAILED' } });
    expect(texts()).toEqual(all);
    const { error } = (await other.execute('wrong')) as any;
    expect(error.data.reason).toBe('at 0.partial there is a function, which cannot be copied between worker and host');
    await other.close();
  });

  test('what cannot be copied is named', async () => {
    const other = await isolated([
      strategy('answers', '() => ({ rows: [{}, { then: 1, format: () => 1 }] })'),
      strategy('emits', "(call) => { await call.emit({ type: 'object', partial: { a: Symbol('a') } }); return {}; }"),
      strategy('promises', '() => ({ later: Promise.resolve(1) })'),
    ]);
    const reasonOf = async (name: string) => ((await other.execute(name)) as any).error.data.reason;
    expect(await reasonOf('answers')).toBe(
      'at rows.1.format there is a function, which cannot be copied between worker and host',
    );
    expect(await reasonOf('promises')).toBe(
      'at later there is a Promise, which cannot be copied between worker and host',
    );
    expect(await reasonOf('emits')).toBe(
      'at 0.partial.a there is a symbol, which cannot be copied between worker and host',
    );
    await other.close();
  });
});

describe.each(['process', 'worker'] as const)('isolation: %s', (isolation) => {
  const much = [
    ['a list with holes', '() => { const rows = []; rows[30_000_000] = 1; return { rows }; }'],
    ['what is in many places', '() => { let d = []; for (let n = 0; n < 26; n += 1) d = [d, d]; return { d }; }'],
    [
      'a failure',
      "() => { let d = []; for (let n = 0; n < 26; n += 1) d = [d, d]; throw Object.assign(new Error('x'), { problems: d }); }",
    ],
  ] as const;

  test('what a few bytes blow up fails its call, and keeps nobody busy', async () => {
    const strategies = much.map(([, execute], index) => strategy(`much${index}`, execute));
    const run = await opening(isolation)(strategies);
    const begun = performance.eventLoopUtilization();
    const failed = (await Promise.all(much.map((_, index) => run.execute(`much${index}`)))) as any[];
    expect(performance.eventLoopUtilization(begun).active).toBeLessThan(1_000);
    const reason = 'there are more than 1000000 members, which is too much to be copied between worker and host';
    expect(failed.map(({ error }) => [error.code, error.data.reason])).toEqual([
      ['STRATEGY_FAILED', reason],
      ['STRATEGY_FAILED', reason],
      ['STRATEGY_FAILED', 'it threw Error'],
    ]);
    await run.close();
  });
});

test('what is too long for one message fails its call, and only that', async () => {
  const run = await executing(
    [
      strategy('long', "() => ({ text: 'x'.repeat(40 * 2 ** 20) })"),
      strategy('short', "() => ({ text: 'x'.repeat(20 * 2 ** 20) })"),
    ].join(),
    promptVersion(),
    { entry: { isolation: 'process', memory_mb: 256 } },
  );
  const [long, ...short] = (await Promise.all(['long', 'short', 'short'].map((one) => run.execute(one)))) as any[];
  expect(long.error).toMatchObject({
    code: 'STRATEGY_FAILED',
    data: { reason: expect.stringMatching('more than 32 MB') },
  });
  expect(short.map(({ outcome }) => outcome)).toEqual(['COMPLETED', 'COMPLETED']);
  await run.close();
});

describe('what ends a process of its own, and would end the host with a thread', () => {
  const fatal = [
    ['pushes without end', '() => { const kept = []; for (let i = 0; ; i += 1) kept.push(i); }', 'memory'],
    ['lets a map grow', '() => { const kept = new Map(); for (let i = 0; ; i += 1) kept.set(i, i); }', 'memory'],
    ['fills one huge array', '() => new Array(3e7).fill(1.5).length', 'memory'],
    ['doubles a text', "() => { let text = 'x,'; for (;;) text = text.split(',').join('yy,') + text; }", 'memory'],
    ['kills itself', "() => { process.kill(process.pid, 'SIGKILL'); for (;;); }", 'it was ended by SIGKILL'],
    ['aborts natively', '() => process.abort()', 'it was ended by SIGABRT'],
  ] as const;
  const names = fatal.map(([what]) => what.replaceAll(' ', '_'));
  let run: Awaited<ReturnType<typeof executing>>;
  beforeAll(async () => {
    run = await opening('process')([
      ...fatal.map(([, execute], index) => strategy(names[index]!, execute)),
      strategy('good', "() => ({ by: 'good' })"),
      strategy('waits', '() => new Promise((r) => setTimeout(r, 300, {}))'),
    ]);
  });
  afterAll(() => run.close());

  test.each(fatal)('one that %s fails, and calls beside it and behind it are answered', async (what, _, reason) => {
    const name = names[fatal.findIndex(([other]) => other === what)]!;
    const [failed, waited] = (await Promise.all([run.execute(name), run.execute('waits')])) as any[];
    const expected = reason === 'memory' ? 'it needed more than 32 MB of memory' : reason;
    expect(failed.error).toMatchObject({ code: 'STRATEGY_CRASHED', data: { strategy: name, reason: expected } });
    expect(waited.outcome).toBe('COMPLETED');
    expect(await run.execute('good')).toMatchObject({ outcome: 'COMPLETED', output: { by: 'good' } });
  });
});
