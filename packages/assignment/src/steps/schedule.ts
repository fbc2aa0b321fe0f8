import type { Assignable } from '../snapshot';
import { parsedTime, type Step, timeOf } from './step';

/** From its start on and until its end; either may be missing. */
export function schedule({ startsAt, endsAt }: Assignable): Step | undefined {
  if (!startsAt && !endsAt) return undefined;
  const start = startsAt ? parsedTime(startsAt) : -Infinity;
  const end = endsAt ? parsedTime(endsAt) : Infinity;
  const outcome = `from ${startsAt ?? 'ever'} to ${endsAt ?? 'ever'}`;
  return (subject, trace) => {
    const at = timeOf(subject);
    trace.push({ step: 'schedule', outcome });
    return at < start ? 'NOT_STARTED' : at < end ? undefined : 'ENDED';
  };
}
