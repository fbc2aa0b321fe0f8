import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { type ValueValidator, valueValidator, variablesSchemaOf } from '@trialogue/variant-config/pages';
import { LRUCache } from 'lru-cache';

/** By their schemas as JSON; a version's list of variables leads to its own without writing that. */
const validators = new LRUCache<string, ValueValidator>({ max: 200 });
const known = new WeakMap<PromptVersionBody['variables'], ValueValidator | null>();

/**
 * The first value that the schema of its variable refuses, with its path: `["user", "age"]`. What is not given is not
 * looked at.
 */
export function valueProblem(variables: PromptVersionBody['variables'], values: JsonObject): Problem | undefined {
  let validator = known.get(variables);
  if (validator === undefined) {
    validator = validatorOf(variables);
    known.set(variables, validator);
  }
  return validator?.(values);
}

function validatorOf(variables: PromptVersionBody['variables']): ValueValidator | null {
  if (variables.every(({ schema }) => schema === undefined)) return null;
  const { required: _, ...schema } = variablesSchemaOf({ variables });
  const key = JSON.stringify(schema);
  const validator = validators.get(key) ?? valueValidator(schema);
  validators.set(key, validator);
  return validator;
}
