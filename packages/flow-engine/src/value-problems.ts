import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { shown, unknownName } from '@trialogue/variant-config';
import type { FlowDefinition, FlowIncludes, SlotDefinition, Writer } from './definition';
import type { PlacedValues } from './flow-expressions';
import { celType, type Expressions, GuardError, guardTree, type Sight } from './guard';
import { schemaProblem, valueProblem } from './slot-value';

type Slots = NonNullable<FlowDefinition['slots']>;
type Path = Problem['path'];

/** Judges values that are assigned, each by what takes it. */
export class ValueJudge {
  constructor(
    private readonly slots: Slots,
    private readonly expressions: Expressions,
    private readonly flows: FlowIncludes,
  ) {}

  /** A slot's first value, which is given before there are any. */
  prefill(text: string, slot: SlotDefinition, name: string): Problem[] {
    return [...forbidden(slot, name, 'action', []), ...this.fitting(text, [], 'given', slot.schema)];
  }

  assigned({ values, path, sight, writer, into }: PlacedValues): Problem[] {
    const slots = this.slotsOf(into);
    return Object.entries(values).flatMap(([name, value]): Problem[] => {
      const place = [...path, name];
      if (slots === undefined) return this.fitting(value, place, sight);
      if (!Object.hasOwn(slots, name)) {
        const whose = typeof into === 'object' ? `${into.flow} has no slot` : 'there is no slot';
        return [unknownName(place, `${whose} ${shown(name)}`, name, Object.keys(slots))];
      }
      return [
        ...forbidden(slots[name]!, name, writer, place),
        ...this.fitting(value, place, sight, slots[name]!.schema),
      ];
    });
  }

  /** Undefined where anything can be given. */
  private slotsOf(into: PlacedValues['into']): Slots | undefined {
    if (into === 'own') return this.slots;
    if (into === 'call' || !Object.hasOwn(this.flows, into.flow)) return undefined;
    return this.flows[into.flow]!.definition.slots ?? {};
  }

  private fitting(value: Json, path: Path, sight: Sight, schema?: JsonObject): Problem[] {
    const isUsable = schema !== undefined && Object.keys(schema).length > 0 && schemaProblem(schema) === undefined;
    if (typeof value !== 'string') return isUsable ? refused(value, path, schema) : [];
    let type = 'dyn';
    const problems = expressionProblems(value, path, () => {
      type = this.expressions.value(value, sight).type;
    });
    if (problems.length > 0 || !isUsable) return problems;
    const tree = guardTree(value);
    if (tree.op === 'value') {
      const literal = typeof tree.args === 'bigint' ? Number(tree.args) : (tree.args as Json);
      return refused(literal, path, schema);
    }
    return unfitting(type, celType(schema), value, path);
  }
}

/** Why an expression cannot be used, with what it is; nothing when `compile` takes it. */
export function expressionProblems(text: string, path: Path, compile: () => void): Problem[] {
  try {
    compile();
    return [];
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    const unknown = /^Unknown variable: (\w+)$/.exec(error.message)?.[1];
    const hint = unknown === text.trim() ? `; a text of its own is written '"${unknown}"'` : '';
    return [{ path, message: `found ${shown(text)}; ${error.message}${hint}` }];
  }
}

function forbidden({ write }: SlotDefinition, name: string, writer: Writer, path: Path): Problem[] {
  if (write === undefined || write.includes(writer)) return [];
  const [found, expected] = [shown(writer), write.map((one) => shown(one)).join(' or ') || 'nobody'];
  return [{ path, message: `${name} is written by ${expected}, and here by ${found}`, found, expected }];
}

/** Null clears a slot. */
function refused(value: Json, path: Path, schema: JsonObject): Problem[] {
  const message = value === null ? undefined : valueProblem(schema, value);
  return message === undefined ? [] : [{ path, message: `found ${shown(value)}. ${message}`, found: shown(value) }];
}

const names: { readonly [type: string]: string } = {
  int: 'a whole number',
  double: 'a number',
  string: 'a text',
  bool: 'true or false',
};

function unfitting(type: string, wanted: string, text: string, path: Path): Problem[] {
  if (type === wanted || [type, wanted].includes('dyn') || type === 'null') return [];
  if (type === 'int' && wanted === 'double') return [];
  const hint = type === 'double' && wanted === 'int' ? '; int(…) makes a number whole' : '';
  const [found, expected] = [`${shown(text)}, which gives ${names[type] ?? type}`, names[wanted] ?? wanted];
  return [{ path, message: `found ${found}; expected ${expected}${hint}`, found, expected }];
}
