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
    const isExpression = typeof value === 'string';
    return { name, value, valueIn: isExpression ? expressions.value(value, sight).valueIn : undefined };
  });
  if (parts.every(({ valueIn }) => valueIn === undefined)) return () => written ?? {};
  return (step) => {
    const scope = step.scope();
    const values: [name: string, value: Json][] = [];
    for (const { name, value, valueIn } of parts) {
      const given = valueIn === undefined ? value : valueIn(scope);
      if (given !== undefined) values.push([name, given]);
    }
    return Object.fromEntries(values);
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
  const schemas = new Map(names.map((slot) => [slot, flow.slots![slot]!.schema]));
  if (names.length === 0) return () => ({ values: [] });
  return (step) => {
    const given = valuesIn(step);
    const values: [slot: string, value: Json][] = [];
    let problem: string | undefined;
    for (const slot of names) {
      const value = Object.hasOwn(given, slot) ? given[slot]! : undefined;
      const refused =
        value === undefined ? unknown : value === null ? undefined : valueProblem(schemas.get(slot)!, value);
      if (refused === undefined) values.push([slot, value!]);
      else problem ??= `${slot}: ${refused}`;
    }
    return problem === undefined ? { values } : { values, problem };
  };
}

const unknown = 'its expression gives no value';
