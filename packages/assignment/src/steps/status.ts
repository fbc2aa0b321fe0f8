import type { AssignmentStep } from '../assignment';
import type { Assignable } from '../snapshot';
import { type Step, without } from './step';

/** Notes that the experiment runs, was stopped with a winner, or keeps whom it has while it is paused. */
export function status(snapshot: Assignable): Step {
  const step: AssignmentStep = { step: 'status', outcome: inWords(snapshot) };
  return (_subject, trace) => {
    trace.push(step);
    return undefined;
  };
}

/** Paused without keeping anybody, or stopped without a winner. */
export function notRunning(snapshot: Assignable): Step {
  const step: AssignmentStep = { step: 'status', outcome: `${snapshot.status.toLowerCase()}: nobody gets a variant` };
  return (_subject, trace) => {
    trace.push(step);
    return without(snapshot, 'NOT_RUNNING', trace);
  };
}

function inWords({ status, winner, targeting }: Assignable): string {
  if (status === 'RUNNING') return 'running';
  if (status === 'PAUSED') return 'paused: units that were exposed before keep their variant';
  return `stopped: everybody${targeting === undefined ? '' : ' who is targeted'} gets the winner ${winner}`;
}
