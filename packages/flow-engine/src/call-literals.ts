import type { ASTNode } from '@marcbachmann/cel-js';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { Call } from './definition';
import { guardTree } from './guard';

/** The input of a call, as far as it is known before there is a conversation. */
export interface CallLiterals {
  readonly known: JsonObject;
  /** Members that depend on the conversation. */
  readonly open: readonly string[];
}

/** Reads which members of a call's input are values of their own: JSON, and expressions that are one literal. */
export function callLiterals({ input = {} }: Call): CallLiterals {
  const read = Object.entries(input).map(([name, value]) => [name, literalIn(value)] as const);
  const known = read.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    known: Object.fromEntries(known),
    open: read.flatMap(([name, value]) => (value === undefined ? [name] : [])),
  };
}

function literalIn(value: Json): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    return literalOf(guardTree(value));
  } catch {
    return undefined; // no expression, which is a problem of its own
  }
}

function literalOf(node: ASTNode): Json | undefined {
  if (node.op === '-_') {
    const number = literalOf(node.args);
    return typeof number === 'number' ? -number : undefined;
  }
  if (node.op !== 'value') return undefined;
  const value: unknown = node.args;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'object' && value !== null ? undefined : (value as Json);
}
