import type { Json } from '@trialogue/plugin-api';
import type { Assignments, SlotValues } from '../definition';
import type { Expressions, Sight } from '../guard';
import { valueProblem } from '../slot-value';
import type { Building } from './building';
import type { Step } from './step';

/** Values by name: strings are expressions, other JSON is itself. What an expression does not give is left out. */
export function valuesOf(
  written: { readonly [name: string]: Json } | undefined,
  expressions: Expressions,
  sight: Sight = 'usual',
): (step: Step) => SlotValues {
  const parts = Object.entries(written ?? {}).map(([name, value]) => {
    const compiled = typeof value === 'string' ? expressions.value(value, sight) : undefined;
    return { name, valueIn: compiled?.valueIn ?? (() => value) };
  });
  return (step) => {
    if (parts.length === 0) return {};
    const scope = step.scope();
    return Object.fromEntries(
      parts.flatMap(({ name, valueIn }) => {
        const value = valueIn(scope);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  };
}

/**
 * Writes slots, all from what they were before. A value that its slot's schema refuses, or an expression that fails,
 * leaves its slot as it was.
 *
 * @returns why the first such slot was left; undefined when all were written
 */
export type Assign = (step: Step) => string | undefined;

export function assignmentOf(assignments: Assignments | undefined, building: Building, sight?: Sight): Assign {
  const wanted = judgedValuesOf(assignments, building, sight);
  return (step) => {
    const { values, problem } = wanted(step);
    for (const [slot, value] of values) step.set(slot, value);
    return problem;
  };
}

/** The same without writing: what would be written, and why something would not. */
export function judgedValuesOf(
  assignments: Assignments = {},
  { flow, expressions }: Building,
  sight?: Sight,
): (step: Step) => { readonly values: readonly (readonly [slot: string, value: Json])[]; readonly problem?: string } {
  const names = Object.keys(assignments);
  const valuesIn = valuesOf(assignments, expressions, sight);
  if (names.length === 0) return () => ({ values: [] });
  return (step) => {
    const given = valuesIn(step);
    const problems = names.flatMap((slot): [string, string][] => {
      if (!Object.hasOwn(given, slot)) return [[slot, 'its expression gives no value']];
      const value = given[slot]!;
      const problem = value === null ? undefined : valueProblem(flow.slots![slot]!.schema, value);
      return problem === undefined ? [] : [[slot, problem]];
    });
    const refused = new Map(problems);
    const values = names.flatMap((slot) => (refused.has(slot) ? [] : [[slot, given[slot]!] as const]));
    const [first] = problems;
    return first === undefined ? { values } : { values, problem: `${first[0]}: ${first[1]}` };
  };
}
