import type { Json } from '@trialogue/plugin-api';
import type { CollectState } from '../definition';
import type { Building } from './building';
import { calling } from './call';
import type { Step } from './step';

/** Asks a strategy or a tool about a value before it is collected. */
export interface Checking {
  ask(step: Step, value: Json): void;
  /** The value that was asked about, and what is said to one that is not valid. */
  answered(step: Step, result: Json): { readonly value: Json; readonly problem?: string };
}

export function checking(name: string, { collect, check }: CollectState, building: Building): Checking | undefined {
  if (check === undefined) return undefined;
  const call = calling(check.call, building);
  const isValid = building.expressions.guard(check.valid, 'result');
  return {
    ask(step, value) {
      const { slots } = step;
      step.pending = value;
      step.slots = { ...slots, [collect]: value };
      call(step);
      step.slots = slots;
    },
    answered(step, result) {
      const value = step.pending!;
      const slots = { ...step.slots, [collect]: value };
      step.pending = undefined;
      if (isValid({ ...step.scope(slots), result })) return { value };
      return { value, problem: step.render(name, check.otherwise, { slots, result }) };
    },
  };
}
