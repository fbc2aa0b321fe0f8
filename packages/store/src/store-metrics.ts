import { durations, gauge, type Telemetry } from '@trialogue/telemetry';
import type { EventLog } from './events/event-log';
import type { RedisLine } from './redis/line';
import type { Releases } from './releases/releases';

/** What this process holds of the releases, and whether Redis answers when there should be one. */
export function watchStore({ registry }: Telemetry, releases: Releases, redis: RedisLine | undefined): void {
  const age = {
    name: 'trialogue_releases_age_seconds',
    help: 'Time since the heads of releases were last read from Postgres; +Inf when never since the start.',
  };
  gauge(registry, age, (set) => set(releases.ageMs / 1_000));
  const stale = {
    name: 'trialogue_releases_stale',
    help: '1 when the releases that are served may be outdated, as Postgres was not reached for 5 s.',
  };
  gauge(registry, stale, (set) => set(Number(releases.stale)));
  const rev = { name: 'trialogue_releases_revision', help: 'The last revision of heads that this process has.' };
  gauge(registry, rev, (set) => set(releases.revision));
  if (!redis) return;
  gauge(registry, { name: 'trialogue_redis_up', help: '1 when Redis answers.' }, (set) => set(Number(redis.answers)));
}

/** How long entries of message streams take to live readers; called with milliseconds. */
export function streamLag({ registry }: Telemetry): (ms: number) => void {
  const seconds = durations(
    registry,
    'trialogue_stream_lag_seconds',
    'Time from when an entry of a message stream was written until a reader that waited for it has it.',
  );
  return (ms) => seconds.observe(ms / 1_000);
}

/** How far readers of the event log are behind, asked of Postgres; by the process that hosts them. */
export function watchConsumers(
  { registry }: Telemetry,
  events: Pick<EventLog, 'lag'>,
  consumers: readonly string[],
): void {
  const asked = new Map<string, ReturnType<EventLog['lag']>>();
  const lag = (consumer: string) => {
    // Both gauges of one look are of one answer.
    const answer = asked.get(consumer) ?? events.lag(consumer).finally(() => asked.delete(consumer));
    asked.set(consumer, answer);
    return answer;
  };
  const watched = (name: string, help: string, numberOf: (lag: { events: number; oldestMs: number }) => number) =>
    gauge<'consumer'>(registry, { name, help, labels: ['consumer'] }, async (set) => {
      const lags = await Promise.all(consumers.map(lag));
      for (const [index, consumer] of consumers.entries()) set(numberOf(lags[index]!), { consumer });
    });
  watched(
    'trialogue_event_reader_lag_events',
    'Events that a reader of the event log has not seen, counted up to 100,000.',
    (of) => of.events,
  );
  watched(
    'trialogue_event_reader_lag_seconds',
    'For how long the oldest event that a reader of the event log has not seen has waited.',
    (of) => of.oldestMs / 1_000,
  );
}
