import { until } from '@trialogue/store/testing';
import type { Surroundings } from '../plugins/surroundings';
import { executing, promptVersion } from '../testing/executing';
import { strategy } from '../testing/plugin-folder';

const silentMs = 1_200;
describe.each(['process', 'worker'] as const)('isolation: %s', (isolation) => {
  const isolated = (strategies: string[], workerLimits: Surroundings['workerLimits']) =>
    executing(strategies.join(), promptVersion(), { entry: { isolation, memory_mb: 32 }, workerLimits });

  test.each([
    ['allocates without end', '() => { const kept = []; for (;;) kept.push(new Array(1_000).fill(kept.length)); }'],
    [
      'emits without end',
      "(call) => { for (;;) call.emit({ type: 'text', text: `${'x'.repeat(1_000)}${Math.random()}` }); }",
    ],
  ])('one that %s fills its own heap, and no other', async (_, execute) => {
    const other = await isolated([strategy('fills', execute), strategy('good')], { silentMs: 60_000 });
    const { error } = (await other.execute('fills')) as any;
    expect([error.code, error.data.reason]).toEqual(['STRATEGY_CRASHED', 'it needed more than 32 MB of memory']);
    expect(other.parts.length).toBeLessThanOrEqual(16);
    expect((await other.execute('good')).outcome).toBe('COMPLETED');
    await other.close();
  });

  test('while one plugin loops, another answers as ever', async () => {
    const [run, other] = await Promise.all([
      isolated([strategy('loop', '() => { for (;;); }')], { silentMs }),
      isolated([strategy('good')], { silentMs: 60_000 }),
    ]);
    const took: number[] = [];
    const looping = run.execute('loop');
    let isOver = false;
    void looping.then(() => {
      isOver = true;
    });
    await other.execute('good');
    await until(async () => {
      const started = performance.now();
      await other.execute('good');
      took.push(performance.now() - started);
      return isOver;
    });
    await Promise.all([run.close(), other.close()]);
    took.sort((one, two) => one - two);
    expect(took.length).toBeGreaterThan(20);
    expect(took[Math.floor(took.length / 2)]).toBeLessThan(silentMs / 10);
  });
});
