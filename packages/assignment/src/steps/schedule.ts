import type { AssignmentStep } from '../assignment';
import type { Assignable } from '../snapshot';
import { type Step, without } from './step';
import { parsedTime, timeOf } from './time';

/** From its start on and until its end. */
export function schedule(snapshot: Assignable): Step | undefined {
  const { startsAt, endsAt } = snapshot;
  if (startsAt === undefined && endsAt === undefined) return undefined;
  const start = startsAt === undefined ? Number.NEGATIVE_INFINITY : parsedTime(startsAt, snapshot);
  const end = endsAt === undefined ? Number.POSITIVE_INFINITY : parsedTime(endsAt, snapshot);
  const step = (outcome: string): AssignmentStep => ({ step: 'schedule', outcome });
  const early = step(`begins at ${startsAt}`);
  const late = step(`ended at ${endsAt}`);
  const within = step(
    [startsAt === undefined ? [] : `since ${startsAt}`, endsAt === undefined ? [] : `until ${endsAt}`]
      .flat()
      .join(', '),
  );
  return (subject, trace) => {
    const at = timeOf(subject, snapshot);
    trace.push(at < start ? early : at < end ? within : late);
    if (at < start) return without(snapshot, 'NOT_STARTED', trace);
    return at < end ? undefined : without(snapshot, 'ENDED', trace);
  };
}
