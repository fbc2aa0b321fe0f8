import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { alternatives, suggestion } from '@trialogue/variant-config';
import type { Guard, SlotDefinition, SlotValues } from './definition';
import { macros, neededBy } from './needed-places';

/** What an expression sees. */
export interface GuardScope {
  readonly slots: SlotValues;
  readonly variables: JsonObject;
  readonly attributes: JsonObject;
  /** The user's messages in this state. */
  readonly turns: number;
  /** The user's last message; empty before the first. */
  readonly text: string;
  /** What the strategy answered to it; empty where nothing was asked of a strategy. */
  readonly answer: string;
  /** What came: of a call, an event, a person, an answer of a form, or the slots of a sub-flow. */
  readonly result?: Json;
  /** How a sub-flow ended. */
  readonly outcome?: string;
}

/**
 * What is there for an expression: `given`: only variables and attributes; `usual`: slots, turns, text and answer too;
 * `result`: what came as well; `outcome`: and how a sub-flow ended.
 */
export type Sight = 'given' | 'usual' | 'result' | 'outcome';

/** Whether the guard holds. One that fails, such as for a slot that is not filled yet, does not hold. */
export type CompiledGuard = (scope: GuardScope) => boolean;

/** An expression that gives a value. */
export interface CompiledValue {
  /** CEL's type of it, as far as it is known before there are values: `int`, `double`, `string`, `bool`, `null`, `dyn`, `list<…>`, `map<…>`. */
  readonly type: string;
  /** Undefined where it fails, or gives what JSON has not. */
  valueIn(scope: GuardScope): Json | undefined;
}

/** Compiles expressions over some slots: parsed, type-checked, and built only of harmless functions. */
export interface Expressions {
  /** @throws GuardError */
  guard(text: Guard, sight?: Sight): CompiledGuard;
  /** @throws GuardError */
  value(text: string, sight?: Sight): CompiledValue;
}

/** Why an expression cannot be used, in a sentence for its author. */
export class GuardError extends Error {}

type Slots = { readonly [slot: string]: SlotDefinition };

/**
 * Functions that end quickly and neither blow a value up (`join`, `bind`) nor depend on more than their arguments
 * (timestamps). `matches` is left out because some expressions take for ever on some texts.
 */
const functions = new Set(
  'has size int double string bool dyn contains startsWith endsWith lowerAscii upperAscii trim indexOf substring'.split(
    ' ',
  ),
);

/**
 * A compiler of expressions over these slots.
 *
 * Whole numbers are CEL ints (`integer` slots, `turns`), `number` slots are doubles, and so is every number in
 * `variables`, `attributes` and `result`, for JSON does not tell them apart. Ints and doubles compare, and do not add up.
 */
export function expressionsOf(slots: Slots): Expressions {
  const names = Object.keys(slots);
  const whole = names.filter((name) => celType(slots[name]!.schema) === 'int');
  const environments = new Map<Sight, Environment>();
  const parse = (text: string, sight: Sight) => {
    const environment = environments.get(sight) ?? environmentOf(slots, sight);
    environments.set(sight, environment);
    const expression = orGuardError(() => environment.parse(text));
    inspect(expression.ast, names, sight, false);
    const { valid, type, error } = expression.check();
    if (!valid) throw new GuardError(sentence(error!));
    const evaluate = ({ slots: values, turns, ...others }: GuardScope): unknown => {
      try {
        return expression({ ...others, turns: BigInt(turns), slots: celValues(values, whole) });
      } catch {
        return undefined;
      }
    };
    return { type: type!, evaluate, needed: neededBy(expression.ast) };
  };
  return {
    guard(text, sight = 'usual') {
      const { type, evaluate, needed } = parse(text, sight);
      if (type !== 'bool' && type !== 'dyn') throw new GuardError(`it gives ${type}; expected true or false`);
      const isThere = presenceOf(needed.true);
      return (scope) => isThere(scope) && evaluate(scope) === true;
    },
    value(text, sight = 'usual') {
      const { type, evaluate, needed } = parse(text, sight);
      if (!/^(?:int|double|string|bool|null|dyn|list|map)\b/.test(type))
        throw new GuardError(`it gives ${type.replace('$', '')}; expected a value that JSON has`);
      const isThere = presenceOf(needed.value);
      return { type, valueIn: (scope) => (isThere(scope) ? jsonOf(evaluate(scope)) : undefined) };
    },
  };
}

/** Whether all these places, `slots.age`, are there. */
function presenceOf(places: ReadonlySet<string>): (scope: GuardScope) => boolean {
  const members = [...places].map((place) => place.split('.') as [root: keyof GuardScope, name?: string]);
  return (scope) =>
    members.every(([root, name]) => {
      const around = scope[root];
      return name === undefined ? around !== undefined : Object.hasOwn(Object(around), name);
    });
}

/** A compiler of guards alone. */
export const guardsOf = (slots: Slots): Expressions['guard'] => expressionsOf(slots).guard;

const seen: { readonly [sight in Sight]: readonly string[] } = {
  given: [],
  usual: ['slots', 'turns', 'text', 'answer'],
  result: ['slots', 'turns', 'text', 'answer', 'result'],
  outcome: ['slots', 'turns', 'text', 'answer', 'result', 'outcome'],
};
const cameWhere =
  'is there only where something came: after a call, an event, a handoff, a sub-flow or an answer with an `output`';
const reasons: { readonly [root: string]: string } = {
  result: `result ${cameWhere}`,
  outcome: 'outcome is there only after a sub-flow',
};

function environmentOf(slots: Slots, sight: Sight): Environment {
  const types: { readonly [root: string]: string } = { turns: 'int', result: 'dyn' };
  const schema = Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, celType(slot.schema)]));
  return seen[sight].reduce(
    (environment, root) =>
      root === 'slots'
        ? environment.registerVariable({ name: root, schema })
        : environment.registerVariable(root, types[root] ?? 'string'),
    new Environment({ limits: { maxAstNodes: 200, maxDepth: 30, maxListElements: 100 } })
      .registerVariable('variables', 'map')
      .registerVariable('attributes', 'map'),
  );
}

const trees = new Map<Guard, ASTNode>();
const rememberedTrees = 2_000;

/** A guard as a tree, for whoever reasons about it. It must be one that a compiler of guards takes. */
export function guardTree(guard: Guard): ASTNode {
  const tree = trees.get(guard) ?? new Environment().parse(guard).ast;
  if (trees.size >= rememberedTrees) trees.clear();
  trees.set(guard, tree);
  return tree;
}

/** Refuses unknown slots, what is not seen, and functions that are not ours to offer. */
function inspect(node: ASTNode, slots: readonly string[], sight: Sight, inMacro: boolean): void {
  let inside = inMacro;
  if (node.op === 'id' && !inMacro && seen.outcome.includes(node.args) && !seen[sight].includes(node.args))
    throw new GuardError(reasons[node.args] ?? `${node.args} is not there yet when a conversation begins`);
  if (node.op === '.' && node.args[0].op === 'id' && node.args[0].args === 'slots' && !slots.includes(node.args[1]))
    throw new GuardError(`there is no slot ${node.args[1]}${suggestion(node.args[1], slots)}`);
  if (node.op === 'call' || node.op === 'rcall') {
    const name = node.args[0];
    const macro = node.op === 'rcall' && macros.has(name);
    if (!macro && !functions.has(name))
      throw new GuardError(
        `the function ${name} is not offered; expected ${alternatives([...functions, ...macros])}${suggestion(name, [...functions, ...macros])}`,
      );
    if (macro && inMacro) throw new GuardError(`${name} stands inside another expression over a list`);
    inside ||= macro; // One in another could take the square of the time.
  }
  for (const part of partsOf(node.args)) inspect(part, slots, sight, inside);
}

function partsOf(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return typeof value === 'object' && value !== null && 'op' in value ? [value as ASTNode] : [];
}

/** The CEL type of a slot's values; `dyn` where its schema does not say. */
export function celType(schema: JsonObject): string {
  const type = schema.type ?? commonType(schema.enum);
  return { string: 'string', integer: 'int', number: 'double', boolean: 'bool' }[String(type)] ?? 'dyn';
}

function commonType(values: unknown): string | undefined {
  if (!Array.isArray(values)) return undefined;
  const types = [...new Set(values.map((value) => typeof value))];
  return types.length === 1 ? types[0] : undefined;
}

function celValues(values: SlotValues, whole: readonly string[]): object {
  if (!whole.some((name) => typeof values[name] === 'number')) return values;
  const converted: { [slot: string]: unknown } = { ...values };
  for (const name of whole) if (typeof values[name] === 'number') converted[name] = BigInt(values[name]);
  return converted;
}

/** A value of CEL as JSON; undefined for one that JSON has not. */
function jsonOf(value: unknown): Json | undefined {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return allOf(value.map(jsonOf));
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const members = allOf(Object.values(value).map(jsonOf));
  return members && Object.fromEntries(Object.keys(value).map((name, index) => [name, members[index]!]));
}

const allOf = (values: readonly (Json | undefined)[]): Json[] | undefined =>
  values.includes(undefined) ? undefined : (values as Json[]);

function orGuardError<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw new GuardError(sentence(error as Error));
  }
}

/** The library's message without its excerpt. */
function sentence(error: Error & { readonly summary?: string }): string {
  const said = (error.summary ?? error.message).split('\n')[0]!;
  return said.replaceAll('$slots', 'slots');
}
