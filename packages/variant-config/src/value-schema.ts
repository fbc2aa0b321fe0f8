import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { Ajv2020 } from 'ajv/dist/2020';
import { countReferences } from './counted-references';
import { linearPattern } from './linear-pattern';
import { metaSchema } from './meta-schema';
import { problemOf } from './schema-problem';

/** The first thing about a value that a schema refuses, with its path below `root`; undefined when it takes it. */
export type ValueValidator = (value: Json, root?: Problem['path']) => Problem | undefined;

const most = {
  /** Characters of all texts that patterns look at in one value. */
  matched: 10_000,
  /** Values within a value, times what a schema says; the same for the part of it that each reference is followed for. */
  work: 2_000_000,
} as const;

/** Why a JSON Schema (2020-12) that a user of the product wrote cannot be used for values; undefined when it can. */
export function valueSchemaProblem(schema: JsonObject): string | undefined {
  try {
    valueValidator(schema);
    return undefined;
  } catch (error) {
    return `cannot be used: ${(error as Error).message}`;
  }
}

/**
 * Checks values in bounded time: patterns are matched by RE2, and a value that is too large for its schema is refused.
 *
 * @throws Error for a schema that is none
 */
export function valueValidator(schema: JsonObject): ValueValidator {
  let matched = 0;
  const countedPattern = (pattern: string) => {
    const linear = linearPattern(pattern);
    const test = (text: string) => {
      matched += text.length;
      return matched > most.matched || linear.test(text);
    };
    return { ...linear, test };
  };
  const regExp = Object.assign(countedPattern, { code: linearPattern.code });
  // Not strict: annotations are passed over. The first error is enough, and few are cheap to find. Inlined, a few
  // references to a large part would make code of many megabytes.
  const options = { verbose: true, strict: false, logger: false, inlineRefs: false, validateSchema: false } as const;
  const ajv = new Ajv2020({ ...options, code: { regExp } });
  metaSchema.validateSchema(schema, true);
  const members = membersOf(schema);
  let work = 0;
  let sizes = new WeakMap<object, number>();
  countReferences(ajv, (value) => {
    work += sizeOf(value, sizes) * members.length;
    if (work > most.work) throw new TooLarge();
  });
  const validate = ajv.compile(schema);
  const comparesAll = members.includes('uniqueItems');
  const holds = (value: Json): boolean | 'too large' | 'too deep' => {
    try {
      return validate(value);
    } catch (error) {
      if (error instanceof TooLarge) return 'too large';
      if (error instanceof RangeError) return 'too deep';
      throw error;
    }
  };
  return (value, root = []) => {
    sizes = new WeakMap();
    const size = sizeOf(value, sizes);
    const tooLarge = { path: root, message: 'is too large to be checked' };
    if (size * Math.max(members.length, comparesAll ? size : 1) > most.work) return tooLarge;
    matched = 0;
    work = 0;
    const isValid = holds(value);
    if (isValid === 'too large') return tooLarge;
    if (matched > most.matched)
      return { path: root, message: `has more than ${most.matched} characters to be matched with patterns` };
    if (isValid === 'too deep') return { path: root, message: 'is nested too deeply for its schema' };
    return isValid ? undefined : problemOf(validate.errors![0]!, value, root);
  };
}

/** Names of all members, at any depth. */
const membersOf = (value: Json): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Array.isArray(value)
      ? value.flatMap(membersOf)
      : Object.entries(value).flatMap(([name, member]) => [name, ...membersOf(member)]);

/** Values within a value, itself included; those of lists and objects are looked up once. */
function sizeOf(value: Json, sizes: WeakMap<object, number>): number {
  if (typeof value !== 'object' || value === null) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 1;
  for (const member of Array.isArray(value) ? value : Object.values(value)) size += sizeOf(member, sizes);
  sizes.set(value, size);
  return size;
}

/** References lead to more work than a value and a schema of their sizes are worth. */
class TooLarge extends Error {}
