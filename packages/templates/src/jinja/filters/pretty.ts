import { lengthOf } from '../characters';
import { compare } from '../compare';
import { linesOf } from '../methods/text';
import type { Run } from '../run';
import { reprOf } from '../show';
import { spaced } from '../space';
import { Dict, Failure, Tuple, typeName, type Value } from '../value';

/** Python's `pprint.pformat`: what does not fit in a line is broken after each item, and dicts are sorted. */
export function pretty(run: Run, value: Value, indent: number, allowance: number, depth = 0): string {
  run.budget.spend(64);
  const flat = reprOf(sortedDeep(run, value), run.budget);
  if (lengthOf(flat) <= 80 - indent - allowance || depth > 50) return flat;
  const between = `,\n${' '.repeat(indent + 1)}`;
  const enclosed = (open: string, parts: readonly string[], close: string) => {
    const text = open + parts.join(between) + close;
    run.budget.build(text.length);
    return text;
  };
  const lastRoom = (index: number, length: number) => (index === length - 1 ? allowance + 1 : 1);
  if (Array.isArray(value))
    return enclosed(
      '[',
      value.map((item, index) => pretty(run, item, indent + 1, lastRoom(index, value.length), depth + 1)),
      ']',
    );
  if (value instanceof Tuple) {
    const { items } = value;
    return enclosed(
      '(',
      items.map((item, index) => pretty(run, item, indent + 1, lastRoom(index, items.length), depth + 1)),
      items.length === 1 ? ',)' : ')',
    );
  }
  if (typeof value === 'string') return prettyText(run, value, indent, allowance, depth);
  if (!(value instanceof Dict)) return flat;
  const entries = sortedEntries(run, value);
  return enclosed(
    '{',
    entries.map(([key, item], index) => {
      const name = `${reprOf(key, run.budget)}: `;
      return name + pretty(run, item, indent + 1 + lengthOf(name), lastRoom(index, entries.length), depth + 1);
    }),
    '}',
  );
}

const sortedEntries = (run: Run, value: Dict) => value.entries().sort(([a], [b]) => safeOrder(run, a, b));

/** Keys that have no order are in that of their types' names. */
function safeOrder(run: Run, a: Value, b: Value): number {
  try {
    return compare(a, b, run.budget);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const [x, y] = [typeName(a), typeName(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
}

/** A text in pieces that fit in their lines, broken behind its lines' ends and its spaces. */
function prettyText(run: Run, value: string, indent: number, allowance: number, depth: number): string {
  const isOutermost = depth === 0;
  const margin = isOutermost ? indent + 1 : indent;
  const behind = isOutermost ? allowance + 1 : allowance;
  const show = (text: string) => reprOf(text, run.budget);
  const pieces: string[] = [];
  run.budget.spend(value.length * 8);
  const lines = linesOf(value, true);
  for (const [at, line] of lines.entries()) {
    const isLastLine = at === lines.length - 1;
    const parts = line.match(afterSpace) ?? [];
    let current = '';
    for (const [index, part] of parts.entries()) {
      const room = 80 - margin - (isLastLine && index === parts.length - 1 ? behind : 0);
      if (lengthOf(show(current + part)) > room && current) {
        pieces.push(show(current));
        current = part;
      } else current += part;
    }
    if (current) pieces.push(show(current));
  }
  const text = pieces.join(`\n${' '.repeat(margin)}`);
  run.budget.build(text.length);
  return isOutermost && pieces.length > 1 ? `(${text})` : text;
}

const afterSpace = spaced(/[^\s]+[\s]*|[\s]+/g);

function sortedDeep(run: Run, value: Value, depth = 0): Value {
  if (depth > 50) return value;
  run.budget.spend();
  if (Array.isArray(value)) return value.map((item) => sortedDeep(run, item, depth + 1));
  if (value instanceof Tuple) return new Tuple(value.items.map((item) => sortedDeep(run, item, depth + 1)));
  if (!(value instanceof Dict)) return value;
  return new Dict(sortedEntries(run, value).map(([key, item]) => [key, sortedDeep(run, item, depth + 1)] as const));
}
