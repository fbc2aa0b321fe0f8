import type { Budget } from '../budget';
import { byteLength } from '../byte-length';
import { limits, type Variables } from '../limits';
import { TemplateError } from '../template-error';
import { Dict, type Value } from './value';

const deepest = 200;

/**
 * The variables as values of the template's own, so that it can change none of the caller's, and nothing of the caller's
 * (functions, getters, prototypes) is within its reach. They are read as JSON would write them: what it leaves out
 * (undefined, functions) is not given, and `toJSON` is asked. Throws a `TemplateError` for what is too large or no JSON.
 */
export function givenValues(variables: Variables, budget: Budget): ReadonlyMap<string, Value> {
  let room: number = limits.variables;
  let values = 0;
  const spend = (size: number) => {
    room -= size;
    values += 1;
    if (room < 0) throw new TemplateError('limit', `The variables have more than ${limits.variables} bytes as JSON.`);
  };
  const entries = (object: object, depth: number): [string, Value][] =>
    Object.entries(object).flatMap(([name, member]) => {
      const value = convert(member, name, depth);
      if (value === undefined) return [];
      spend(byteLength(name) + 4);
      return [[name, value]];
    });

  function convert(value: unknown, name: string, depth: number): Value | undefined {
    switch (typeof value) {
      case 'string':
        spend(byteLength(value) + 2);
        return value;
      case 'number':
        spend(4);
        return Number.isFinite(value) ? (value === 0 ? 0 : value) : null;
      case 'boolean':
        spend(4);
        return value;
      case 'object':
        break;
      default:
        return undefined;
    }
    spend(4);
    if (value === null) return null;
    if (depth > deepest) throw new TemplateError('limit', 'The variables are no JSON, or nested too deeply.');
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return convert(toJSON.call(value, name), name, depth + 1);
    if (Array.isArray(value)) return value.map((item, index) => convert(item, String(index), depth + 1) ?? null);
    return new Dict(entries(value, depth + 1));
  }

  const given = new Map(entries(variables, 0));
  budget.spend(values);
  return given;
}
