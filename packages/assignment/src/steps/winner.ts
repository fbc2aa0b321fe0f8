import type { Assignable, AssignableVariant } from '../snapshot';
import { given, type Step, variantOf } from './step';

/** Whoever came this far gets the winner; outside the traffic, the layers and the holdouts too. */
export function winner<Variant extends AssignableVariant>(snapshot: Assignable<Variant>, key: string): Step<Variant> {
  const variant = variantOf(snapshot, key, 'winner');
  return (_subject, trace) => given(snapshot, variant, 'WINNER', trace);
}
