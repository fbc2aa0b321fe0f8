import { silent, until } from '@trialogue/store/testing';
import { Lease } from './lease';
import { LeaseLost } from './stop';

test('a renewal that is never answered costs the lease when its time is over', async () => {
  const unanswered = () => new Promise<never>(() => {});
  const reasons: unknown[] = [];
  const lease = new Lease(unanswered, { conversation: 'c' }, 60, silent, (reason) => reasons.push(reason));
  await until(() => reasons.length > 0);
  expect(reasons).toEqual([expect.any(LeaseLost)]);
  expect(lease.held).toBe(false);
  lease.stop();
});
