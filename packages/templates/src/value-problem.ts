import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { type ValueValidator, valueValidator } from '@trialogue/variant-config';
import { LRUCache } from 'lru-cache';
import type { Declared } from './declared';

/** By their schemas as JSON; a version's list of variables leads to its own without writing that. */
const validators = new LRUCache<string, ValueValidator>({ max: 200 });
const known = new WeakMap<readonly Declared[], ValueValidator | null>();

/**
 * The first value that the schema of its variable refuses, with its path: `["user", "age"]`. What is not given is not
 * looked at.
 */
export function valueProblem(variables: readonly Declared[], values: JsonObject): Problem | undefined {
  let validator = known.get(variables);
  if (validator === undefined) {
    validator = validatorOf(variables);
    known.set(variables, validator);
  }
  return validator?.(values);
}

function validatorOf(variables: readonly Declared[]): ValueValidator | null {
  const withSchema = variables.flatMap(({ name, schema }) => (schema ? [[name, schema] as const] : []));
  if (withSchema.length === 0) return null;
  const schema = { type: 'object', properties: Object.fromEntries(withSchema) };
  const key = JSON.stringify(schema);
  const validator = validators.get(key) ?? valueValidator(schema);
  validators.set(key, validator);
  return validator;
}
