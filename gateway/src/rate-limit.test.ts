import { DomainError } from '@trialogue/errors';
import type { Caller } from '@trialogue/subgraph';
import { RateLimit } from './rate-limit';

const anna: Caller = { subject: 'anna', scopes: [] };
let now: number;
beforeEach(() => {
  now = 5_000;
});
const limit = (rate: number, burst: number) => new RateLimit({ rate, burst }, () => now);

/** How many operations are let in at once, and after how long the next is. */
function taken(limited: RateLimit, caller: Caller): { count: number; retryAfterMs: number } {
  for (let count = 0; ; count++) {
    try {
      limited.take(caller);
    } catch (error) {
      expect(error).toMatchObject({ code: 'RATE_LIMITED', status: 429, retryable: true });
      return { count, retryAfterMs: (error as DomainError<'RATE_LIMITED'>).data.retryAfterMs as number };
    }
  }
}

test('a burst is let in, then as many as the rate gives back', () => {
  const limited = limit(10, 3);
  expect(taken(limited, anna)).toEqual({ count: 3, retryAfterMs: 100 });
  now += 99;
  expect(taken(limited, anna)).toEqual({ count: 0, retryAfterMs: 1 });
  now += 1;
  expect(taken(limited, anna)).toEqual({ count: 1, retryAfterMs: 100 });
  now += 250;
  expect(taken(limited, anna)).toEqual({ count: 2, retryAfterMs: 50 });
  now += 1e9;
  expect(taken(limited, anna).count).toBe(3);
});

test('whoever waits as long as was said is let in', () => {
  const limited = limit(7, 1);
  for (let round = 0; round < 50; round++) {
    const { count, retryAfterMs } = taken(limited, anna);
    expect(count).toBe(1);
    now += retryAfterMs;
  }
});

test('every caller has a bucket, and every proven unit behind a key', () => {
  const limited = limit(1, 2);
  for (const caller of [anna, { ...anna, unit: 'u1' }, { ...anna, unit: 'u2' }, { ...anna, subject: 'u1' }])
    expect(taken(limited, caller).count).toBe(2);
  expect(taken(limited, anna).count).toBe(0);
});

test('a rate of 0 is none', () => {
  const limited = limit(0, 1);
  for (let n = 0; n < 100; n++) limited.take(anna);
});

test('callers are remembered up to a number, those who were quiet longest are forgotten', () => {
  const limited = limit(1, 1);
  limited.take(anna);
  for (let n = 0; n < 9_999; n++) limited.take({ subject: `other ${n}`, scopes: [] });
  expect(() => limited.take(anna)).toThrow(DomainError);
  for (let n = 0; n < 10_000; n++) limited.take({ subject: `another ${n}`, scopes: [] });
  limited.take(anna);
});
