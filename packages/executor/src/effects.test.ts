import type { ExecutionRecord } from './record';
import { executing, memoryLedger } from './testing/executing';
import { strategy } from './testing/plugin-folder';

const any = `output: { type: 'object', properties: {} }`;
const codeOf = (record: ExecutionRecord) => (record.outcome === 'FAILED' ? record.error.code : record.outcome);

const books = (effects: string) =>
  strategy('book', `({ once }) => ({ seat: await once('seat', async () => 7) })`, `effects: '${effects}', ${any}`);

test('effects that are done are answered from the ledger', async () => {
  const { execute } = await executing(books('external'));
  const ledger = memoryLedger({ seat: { answer: 3 } });
  expect(await execute('book', { ledger })).toMatchObject({ output: { seat: 3 } });
});

test.each([
  ['idempotent', 'COMPLETED'],
  ['none', 'COMPLETED'],
  ['external', 'STRATEGY_FAILED'],
])('effects that were begun are repeated only if they may be: %s', async (effects, outcome) => {
  const { execute } = await executing(books(effects));
  expect(codeOf(await execute('book', { ledger: memoryLedger({ seat: {} }) }))).toBe(outcome);
});

test.each([
  ['idempotent', 'COMPLETED', 2],
  ['none', 'COMPLETED', 2],
  ['external', 'STRATEGY_FAILED', 1],
])(
  'effects that failed may be tried again within the call, unless they are external: %s',
  async (effects, outcome, times) => {
    const body = `async ({ once }) => {
    let times = 0;
    const seat = () => once('seat', async () => { globalThis.times = ++times; if (times === 1) throw new Error(); return 7 });
    return { seat: await seat().catch(seat) };
  }`.replace('async ', '');
    const { execute } = await executing(strategy('retry', body, `effects: '${effects}', ${any}`));
    expect(codeOf(await execute('retry'))).toBe(outcome);
    expect((globalThis as any).times).toBe(times);
  },
);

test('effects of nested strategies have keys of their own', async () => {
  const outer = `({ run, once }) => { await once('seat', async () => 1); await run('book', {}, {}); await run('book', {}, {}); return {} }`;
  const { execute } = await executing(`${strategy('outer', outer)}, ${books('none')}`);
  const ledger = memoryLedger();
  await execute('outer', { ledger });
  expect(Object.keys(ledger.entries)).toEqual(['seat', 'book#1/seat', 'book#2/seat']);
});

test('effects that failed are told to the ledger', async () => {
  const body = `({ once }) => once('seat', async () => { throw new Error() })`;
  const { execute } = await executing(strategy('retry', body, any));
  const failed = jest.fn();
  await execute('retry', { ledger: { ...memoryLedger(), failed } });
  expect(failed.mock.calls).toEqual([['seat']]);
});

describe('of an external strategy that another runs', () => {
  const pays = strategy(
    'pay',
    `({ emit }) => { globalThis.paid = (globalThis.paid ?? 0) + 1; await emit({ type: 'text', text: 'Pa' }); await emit({ type: 'text', text: 'id.' }); return { paid: 1 } }`,
    `effects: 'external', ${any}`,
  );
  const outer = strategy('outer', `({ run }) => run('pay', {}, {})`, `effects: 'idempotent', ${any}`);
  const key = 'pay#1/execution/';
  beforeEach(() => {
    (globalThis as any).paid = 0;
  });

  test('the whole is recorded, and answered and shown again from there', async () => {
    const { execute, parts } = await executing(`${outer}, ${pays}`);
    const ledger = memoryLedger();
    expect(await execute('outer', { ledger })).toMatchObject({ output: { paid: 1 } });
    expect(ledger.entries).toEqual({
      [key]: { answer: { output: { paid: 1 }, parts: [{ type: 'text', text: 'Paid.' }] } },
    });
    parts.length = 0;
    expect(await execute('outer', { ledger })).toMatchObject({ output: { paid: 1 } });
    expect(parts).toEqual([{ type: 'text', text: 'Paid.' }]);
    expect((globalThis as any).paid).toBe(1);
  });

  test('one that was begun before is not repeated', async () => {
    const { execute } = await executing(`${outer}, ${pays}`);
    expect(codeOf(await execute('outer', { ledger: memoryLedger({ [key]: {} }) }))).toBe('STRATEGY_FAILED');
    expect((globalThis as any).paid).toBe(0);
  });
});
