import { Heartbeat } from './heartbeat';
import { workerLimits } from './limits';
import { Restarts } from './restarts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function beating() {
  const seen = { pings: [] as number[], silent: [] as number[] };
  const limits = { pingMs: 250, silentMs: 2_000, graceMs: 500 };
  const heartbeat = new Heartbeat(
    limits,
    (number) => seen.pings.push(number),
    (ms) => {
      seen.silent.push(ms);
      heartbeat.stop();
    },
  );
  heartbeat.start();
  return { heartbeat, seen };
}

describe('a heartbeat', () => {
  test('asks again once it is answered, and tells of two seconds without', () => {
    const { heartbeat, seen } = beating();
    jest.advanceTimersByTime(250);
    heartbeat.pong(1);
    jest.advanceTimersByTime(250 + 1_750);
    expect(seen).toEqual({ pings: [1, 2], silent: [] });
    jest.advanceTimersByTime(250);
    expect(seen.silent).toEqual([2_000]);
  });

  test('in a hurry tells of half a second, unless the newest question is answered', () => {
    const hurried = beating();
    hurried.heartbeat.hurry();
    jest.advanceTimersByTime(500);
    expect(hurried.seen).toEqual({ pings: [1], silent: [500] });

    const { heartbeat, seen } = beating();
    jest.advanceTimersByTime(250);
    heartbeat.hurry();
    heartbeat.pong(1);
    jest.advanceTimersByTime(250);
    heartbeat.pong(2);
    jest.advanceTimersByTime(250 + 1_750);
    expect(seen).toEqual({ pings: [1, 2, 3], silent: [] });
    heartbeat.stop();
  });
});

describe('restarts', () => {
  test('wait twice as long each time, up to half a minute', () => {
    const restarts = new Restarts({ ...workerLimits, mostEnds: 100 });
    const waits = Array.from({ length: 11 }, (_, index) => restarts.next(index, index));
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
  });

  test('begin anew behind a minute that went well', () => {
    const restarts = new Restarts(workerLimits);
    expect([restarts.next(0, 1), restarts.next(1, 2), restarts.next(2, 60_002)]).toEqual([100, 200, 100]);
  });

  test('end with the tenth within a minute', () => {
    const restarts = new Restarts(workerLimits);
    const waits = Array.from({ length: 10 }, (_, index) => restarts.next(0, index * 6_000));
    expect([waits[8], waits[9]]).toEqual([25_600, undefined]);
    const slower = new Restarts(workerLimits);
    expect(Array.from({ length: 20 }, (_, index) => slower.next(0, index * 7_000))).not.toContain(undefined);
  });
});
