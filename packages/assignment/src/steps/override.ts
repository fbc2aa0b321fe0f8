import type { Assignable, AssignableVariant } from '../snapshot';
import { giving, type Step } from './step';

/** Units that the experiment names, in whichever Unicode form. */
export function override<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Step<Variant> | undefined {
  if (!snapshot.overrides) return undefined;
  const named = new Map(
    Object.entries(snapshot.overrides).map(([unit, key]) => [unit.normalize(), giving(snapshot, key, 'OVERRIDE')]),
  );
  return ({ unit }, trace) => {
    const give = named.get(unit.normalize());
    if (!give) return undefined;
    trace.push({ step: 'override', outcome: 'is named' });
    return give(trace);
  };
}
