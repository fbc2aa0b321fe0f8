import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { Assignments, FlowDefinition } from '../definition';
import { guardTree } from '../guard';
import { valueProblem } from '../slot-value';
import { abstractOf } from './abstract-guard';
import { type Abstract, exactly, isWithin, join, meet, nothing, present, singleOf, valuesOf } from './abstract-value';
import type { Surroundings } from './surroundings';

type Slots = NonNullable<FlowDefinition['slots']>;

/** What is known once values were written; one that a schema refuses, and an expression that fails, leave a slot as it was. */
export function assigned(set: Assignments | undefined, slots: Slots, known: Surroundings): Surroundings {
  const after = new Map(known);
  for (const [slot, source] of Object.entries(set ?? {})) {
    const { schema } = slots[slot]!;
    const given = givenBy(source, known);
    const before = known.get(`slots.${slot}`) ?? { ...valuesOf(schema), missing: true };
    const written = isNull(given) ? cleared : { ...meet(present(given), valuesOf(schema)), missing: given.other };
    after.set(`slots.${slot}`, isTaken(schema, given) ? written : join(written, before));
  }
  return after;
}

/** Whether everything is surely written. */
export const isAllTaken = (set: Assignments | undefined, slots: Slots, known: Surroundings): boolean =>
  Object.entries(set ?? {}).every(([slot, source]) => isTaken(slots[slot]!.schema, givenBy(source, known)));

const cleared: Abstract = { ...nothing, missing: true };
/** What `null` alone is; the domain has no place of its own for it. */
const nullAlone: Abstract = { ...nothing, other: true };
const isNull = (given: Abstract) => given === nullAlone;

/** A text is an expression, every other value stands for itself. */
function givenBy(source: Json, known: Surroundings): Abstract {
  if (source === null) return nullAlone;
  if (typeof source !== 'string') return exactly(source);
  const tree = guardTree(source);
  return tree.op === 'value' && tree.args === null ? nullAlone : abstractOf(tree, known);
}

function isTaken(schema: JsonObject, given: Abstract): boolean {
  if (isNull(given)) return true;
  if (given.missing || given.other) return false;
  const one = singleOf(given);
  if (one !== undefined) return valueProblem(schema, one) === undefined;
  const { bools, numbers, strings } = given;
  if (strings && !(strings.of && strings.words.every((word) => valueProblem(schema, word) === undefined))) return false;
  if (bools.some((bool) => valueProblem(schema, bool) !== undefined)) return false;
  if (numbers === undefined) return true;
  const isSafe = Math.max(-numbers.low, numbers.high) <= Number.MAX_SAFE_INTEGER;
  const isPlain = schema.enum === undefined && schema.multipleOf === undefined;
  return isSafe && isPlain && isWithin({ ...nothing, numbers }, valuesOf(schema));
}
