import type { AssignmentStep } from '../assignment';
import type { Assignable, AssignableVariant } from '../snapshot';
import { given, type Step, variantOf } from './step';

/** Units that the experiment names, in whichever Unicode form. */
export function override<Variant extends AssignableVariant>(snapshot: Assignable<Variant>): Step<Variant> | undefined {
  const entries = Object.entries(snapshot.overrides ?? {});
  if (entries.length === 0) return undefined;
  const named = new Map(
    entries.map(([unit, key]) => {
      const variant = variantOf(snapshot, key, 'override');
      const step: AssignmentStep = { step: 'override', outcome: `named to get ${key}` };
      return [unit.normalize('NFC'), { variant, step }];
    }),
  );
  return ({ unit }, trace) => {
    const found = named.get(unit.normalize('NFC'));
    if (found === undefined) return undefined;
    trace.push(found.step);
    return given(snapshot, found.variant, 'OVERRIDE', trace);
  };
}
