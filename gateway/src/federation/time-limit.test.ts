import { withinTime } from './time-limit';

const long = 60_000;
const never = new Promise<never>(() => {});

test('what ends in time is answered as it ends', async () => {
  const outer = new AbortController();
  expect(await withinTime(long, outer, async () => 'done')).toBe('done');
  await expect(withinTime(long, outer, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('what does not is left behind with its signal aborted, whenever that is read', async () => {
  let early: AbortSignal | undefined;
  let late: { readonly signal: AbortSignal } | undefined;
  await expect(
    withinTime(5, new AbortController(), (inner) => {
      early = inner.signal;
      return never;
    }),
  ).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT', data: { ms: 5 } });
  expect(early!.aborted).toBe(true);
  await expect(
    withinTime(5, new AbortController(), (inner) => {
      late = inner;
      return never;
    }),
  ).rejects.toMatchObject({ code: 'OPERATION_TIMEOUT' });
  expect(late!.signal.aborted).toBe(true);
});

test('the signal is aborted with the outer one, before and after it is read', async () => {
  const outer = new AbortController();
  await withinTime(long, outer, async ({ signal }) => {
    expect(signal.aborted).toBe(false);
    outer.abort(new Error('gone'));
    expect(signal.reason).toEqual(new Error('gone'));
  });
  await withinTime(long, outer, async ({ signal }) => expect(signal.aborted).toBe(true));
});

test('nothing listens to the outer signal once the work is over', async () => {
  const outer = new AbortController();
  const listening = new Set<unknown>();
  const { addEventListener, removeEventListener } = outer.signal;
  outer.signal.addEventListener = (type: string, listener: any, options?: any) => {
    listening.add(listener);
    addEventListener.call(outer.signal, type, listener, options);
  };
  outer.signal.removeEventListener = (type: string, listener: any) => {
    listening.delete(listener);
    removeEventListener.call(outer.signal, type, listener);
  };
  let inner: { readonly signal: AbortSignal } | undefined;
  await withinTime(long, outer, async (given) => {
    inner = given;
    expect([inner.signal.aborted, listening.size]).toEqual([false, 1]);
  });
  expect(listening.size).toBe(0);
  await withinTime(long, outer, async (given) => {
    inner = given;
  });
  expect([inner!.signal.aborted, listening.size]).toEqual([false, 0]);
});
