import { withinTime } from './within-time';

const late = () => new Error('late');

test('work that throws before there is a promise fails, and nothing else does', async () => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', hear);
  const throws = () => {
    throw new Error('at once');
  };
  await expect(withinTime(1_000, new AbortController().signal, late, throws)).rejects.toThrow('at once');
  await new Promise((resolve) => setImmediate(resolve)); // it is told after the turn in which nobody took it
  process.off('unhandledRejection', hear);
  expect(unhandled).toEqual([]);
});

test('its signal is aborted when its time is over, when the outer one is, and when it has ended', async () => {
  const outer = new AbortController();
  const signals: AbortSignal[] = [];
  const never = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<never>(() => {});
  };
  await expect(withinTime(1, outer.signal, late, never)).rejects.toThrow('late');
  const working = withinTime(10_000, outer.signal, late, never);
  outer.abort(new Error('gone'));
  await expect(working).rejects.toThrow('gone');
  const ended = withinTime(10_000, new AbortController().signal, late, async (signal) => signals.push(signal));
  expect(await ended).toBe(3);
  expect(signals.map(({ reason }) => reason.message)).toEqual(['late', 'gone', 'the call is over']);
});
