import { DomainError } from '@trialogue/errors';
import { Running } from '../plugins/running';
import { CallStats } from './call-stats';
import { Slots } from './slots';
import { StrategyCalls } from './strategy-calls';

test('what single calls stand on is shown while it is open, or was called within a minute', async () => {
  let at = 0;
  const shared = { strategy: 's', running: new Running(), slots: new Slots(1), stats: new CallStats() };
  const calls = new StrategyCalls({ ...shared, now: () => at });
  const { signal } = new AbortController();
  const call = (subject: string, work: () => Promise<unknown>) =>
    calls.run({ subject, nested: false, ms: 1_000, signal }, work).catch(() => undefined);
  const away = async () => {
    throw new DomainError('MODEL_UNAVAILABLE', { model: 'm', reason: 'away' });
  };
  const fail = async (subject: string) => {
    for (let times = 0; times < 5; times += 1) await call(subject, away);
  };
  await fail('arm');
  expect(calls.state).toBe('OPEN');
  at = 10_000;
  expect(calls.state).toBe('HALF_OPEN');
  await fail('other');
  at = 59_999;
  expect(calls.state).toBe('HALF_OPEN');
  at = 60_000;
  expect(calls.state).toBe('HALF_OPEN'); // of the other
  await call('other', async () => 'fine');
  expect(calls.state).toBe('CLOSED');
  await call('arm', away);
  expect(calls.state).toBe('OPEN'); // it is still known
});
