import type { FlowDefinition, SlotDefinition, SlotValues, Writer } from './definition';
import { expressionsOf, type GuardScope } from './guard';
import { valueProblem } from './slot-value';

/** Whether somebody may give a slot a value. */
export const mayWrite = ({ write }: SlotDefinition, writer: Writer): boolean => write?.includes(writer) ?? true;

/** Why whoever starts a flow cannot give a slot this value; undefined where they can. */
export function givenProblem(slot: SlotDefinition, value: SlotValues[string]): string | undefined {
  if (mayWrite(slot, 'action')) return valueProblem(slot.schema, value);
  return `It is written by ${slot.write!.join(' and ') || 'nobody'} only.`;
}

/** The values that slots have when a flow starts, unless they are given: those that their schemas take. */
export function prefillOf({ slots = {} }: FlowDefinition): (scope: GuardScope) => SlotValues {
  const { value } = expressionsOf(slots);
  const filled = Object.entries(slots).flatMap(([name, { schema, prefill }]) =>
    prefill === undefined ? [] : [{ name, schema, valueIn: value(prefill, 'given').valueIn }],
  );
  return (scope) =>
    Object.fromEntries(
      filled.flatMap(({ name, schema, valueIn }) => {
        const found = valueIn(scope);
        return found === undefined || valueProblem(schema, found) !== undefined ? [] : [[name, found]];
      }),
    );
}
