import { getEventListeners } from 'node:events';
import { Lifetime } from './lifetime';

const hanging = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('however much is done under it at once or one after the other, the signal has one listener, and then none', async () => {
  const any = jest.spyOn(AbortSignal, 'any');
  const { signal } = new AbortController();
  const lifetime = new Lifetime(signal);
  const listeners = () => getEventListeners(signal, 'abort').length;
  const counts = await Promise.all(Array.from({ length: 40 }, () => lifetime.during(async () => listeners())));
  expect(new Set(counts)).toEqual(new Set([1]));
  await expect(lifetime.during(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect([listeners(), any.mock.calls]).toEqual([0, []]);
  any.mockRestore();
});

test('what is under way ends when it ends, and so does what begins later', async () => {
  const controller = new AbortController();
  const lifetime = new Lifetime(controller.signal);
  const both = [lifetime.during(hanging), lifetime.during(hanging, 60_000)];
  controller.abort(new Error('over'));
  for (const one of both) await expect(one).rejects.toThrow('over');
  await expect(lifetime.during(async (signal) => signal.throwIfAborted())).rejects.toThrow('over');
});

test('work has its own time', async () => {
  await expect(new Lifetime().during(hanging, 20)).rejects.toThrow('it does not answer within 20 ms');
});
