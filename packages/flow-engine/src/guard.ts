import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { JsonObject } from '@trialogue/plugin-api';
import { alternatives, suggestion } from '@trialogue/variant-config';
import type { Guard, SlotDefinition, SlotValues } from './definition';

/** What a guard sees. */
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
}

/** Whether the guard holds. One that fails, such as for a slot that is not filled yet, does not hold. */
export type CompiledGuard = (scope: GuardScope) => boolean;

/** Why an expression is no guard, in a sentence for its author. */
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
/** Run another expression for each item of a list; one in another could take the square of the time. */
const macros = new Set(['all', 'exists', 'exists_one']);

/**
 * A compiler of guards over these slots: parsed, type-checked, and built only of harmless functions.
 *
 * Whole numbers are CEL ints (`integer` slots, `turns`), `number` slots are doubles, and so is every number in
 * `variables` and `attributes`, for JSON does not tell them apart. Ints and doubles compare, and do not add up.
 */
export function guardsOf(slots: Slots): (guard: Guard) => CompiledGuard {
  const names = Object.keys(slots);
  const environment = new Environment({ limits: { maxAstNodes: 200, maxDepth: 30, maxListElements: 100 } })
    .registerVariable({ name: 'slots', schema: Object.fromEntries(names.map((name) => [name, celType(slots[name]!)])) })
    .registerVariable('variables', 'map')
    .registerVariable('attributes', 'map')
    .registerVariable('turns', 'int')
    .registerVariable('text', 'string')
    .registerVariable('answer', 'string');
  return (guard) => {
    const expression = orGuardError(() => environment.parse(guard));
    inspect(expression.ast, names, false);
    const { valid, type, error } = expression.check();
    if (!valid) throw new GuardError(sentence(error!));
    if (type !== 'bool' && type !== 'dyn') throw new GuardError(`it gives ${type}; expected true or false`);
    return ({ slots: values, turns, ...others }) => {
      try {
        const scope = { ...others, turns: BigInt(turns), slots: celValues(values, slots) };
        return expression(scope) === true;
      } catch {
        return false;
      }
    };
  };
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

/** Refuses unknown slots, and functions that are not ours to offer. */
function inspect(node: ASTNode, slots: readonly string[], inMacro: boolean): void {
  let inside = inMacro;
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
    inside ||= macro;
  }
  for (const part of partsOf(node.args)) inspect(part, slots, inside);
}

function partsOf(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return typeof value === 'object' && value !== null && 'op' in value ? [value as ASTNode] : [];
}

function celType({ schema }: SlotDefinition): string {
  const type = schema.type ?? commonType(schema.enum);
  return { string: 'string', integer: 'int', number: 'double', boolean: 'bool' }[String(type)] ?? 'dyn';
}

function commonType(values: unknown): string | undefined {
  if (!Array.isArray(values)) return undefined;
  const types = [...new Set(values.map((value) => typeof value))];
  return types.length === 1 ? types[0] : undefined;
}

const celValues = (values: SlotValues, slots: Slots) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' && slots[name] && celType(slots[name]) === 'int' ? BigInt(value) : value,
    ]),
  );

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
