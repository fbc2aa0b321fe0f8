import type { Assignable, AssignableVariant } from '../snapshot';
import { giving, type Step } from './step';

/** A running experiment, and one that keeps whom it has while it is paused or has a winner, is looked at further. */
export function status(snapshot: Assignable): Step {
  const more = whoIsLookedAt(snapshot);
  const outcome = snapshot.status.toLowerCase() + (more ?? ': nobody gets a variant');
  return (_subject, trace) => {
    trace.push({ step: 'status', outcome });
    return more === undefined ? 'NOT_RUNNING' : undefined;
  };
}

/** Whoever came this far gets the winner; outside the traffic, the layers and the holdouts too. */
export function winner<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Step<Variant> | undefined {
  if (snapshot.winner === undefined) return undefined;
  const give = giving(snapshot, snapshot.winner, 'WINNER');
  return (_subject, trace) => give(trace);
}

function whoIsLookedAt({ status, winner, whilePaused, targeting }: Assignable): string | undefined {
  if (status === 'RUNNING') return '';
  if (status === 'PAUSED') return whilePaused && ': exposed units keep their variant';
  return winner && `: everybody${targeting ? ' who is targeted' : ''} gets the winner ${winner}`;
}
