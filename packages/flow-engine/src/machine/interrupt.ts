import type { AwaitState, CollectState, Interruption } from '../definition';
import type { Expressions } from '../guard';
import { valuesOf } from './assignments';
import type { Building, Interrupting } from './building';
import type { Step } from './step';

/** The first interruption of a list whose guard holds. */
export function interruptionsOf(on: readonly Interruption[] = [], expressions: Expressions): Interrupting {
  const heard = on.map(({ when, flow, slots, to, say }) => {
    const slotsOf = valuesOf(slots, expressions);
    const take = (step: Step) => (name: string, again: () => void) => {
      if (say !== undefined) step.say(name, say);
      if (to !== undefined) step.leave(to);
      else if (flow !== undefined) step.interrupt(flow, slotsOf(step));
      else again();
    };
    return { holds: expressions.guard(when), take };
  });
  if (heard.length === 0) return () => undefined;
  return (step) => {
    const scope = step.scope();
    return heard.find(({ holds }) => holds(scope))?.take(step);
  };
}

/** Hears what interrupts a state: its own interruptions, and then its flow's. */
export function interruptionsIn(
  name: string,
  { on, uninterrupted = false }: CollectState | AwaitState,
  { expressions, interruptions }: Building,
): (step: Step, again: () => void) => boolean {
  const own = interruptionsOf(on, expressions);
  return (step, again) => {
    const take = own(step) ?? (uninterrupted ? undefined : interruptions(step));
    take?.(name, again);
    return take !== undefined;
  };
}
