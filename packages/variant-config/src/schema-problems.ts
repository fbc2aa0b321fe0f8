import { contentHash } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { metaSchema } from './meta-schema';
import { pathOf, problemOf } from './schema-problem';

const cached = 64;
/** Of one kind, more than anybody mends at once. */
export const mostProblems = 200;
/** Not strict: `ref` and other annotations are passed over. */
const options = { allErrors: true, verbose: true, strict: false, validateSchema: false, logger: false } as const;
/** What is wrong has an error of its own: a name, or what `then` says. */
const ofOthers: ReadonlySet<string> = new Set(['propertyNames', 'if']);
const validators = new Map<string, ValidateFunction>();

/**
 * Everything about a value that its JSON Schema (2020-12) refuses, with paths below `root`: the first 200 of it.
 *
 * @throws Error for a schema that is none; strategies’ schemas are checked when their plugin is loaded.
 */
export function schemaProblems(schema: JsonObject, value: Json, root: Problem['path'] = []): Problem[] {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  return validate
    .errors!.filter(({ keyword }) => !ofOthers.has(keyword))
    .slice(0, mostProblems)
    .map((error) => problemOf(error, value, root));
}

/** Why values cannot be checked by what should be a JSON Schema (2020-12), with paths below `root`. */
export function schemaDefects(schema: JsonObject, root: Problem['path'] = []): Problem[] {
  // Inlined, a few references to a large part would make code of many megabytes.
  const ajv = new Ajv2020({ ...options, inlineRefs: false });
  try {
    if (!metaSchema.validateSchema(schema))
      return metaSchema.errors!.map(({ instancePath, message }) => ({
        path: [...root, ...pathOf(instancePath, schema)],
        message: `is no JSON Schema (2020-12): it ${message}`,
      }));
    if (schema.$async !== undefined) return [{ path: [...root, '$async'], message: 'is no part of JSON Schema' }];
    ajv.compile(schema);
    return [];
  } catch (error) {
    return [{ path: root, message: `is no JSON Schema (2020-12) that can be used: ${(error as Error).message}` }];
  }
}

const ofObjects = new WeakMap<JsonObject, ValidateFunction>();

/** Most schemas are constants: to write one down and hash it each time can cost more than the check. */
function validatorOf(schema: JsonObject): ValidateFunction {
  const validate = ofObjects.get(schema) ?? sharedValidator(schema);
  ofObjects.set(schema, validate);
  return validate;
}

/** One Ajv per schema, so that neither a repeated `$id` nor Ajv's own endless cache is ours to mind. */
function sharedValidator(schema: JsonObject): ValidateFunction {
  const hash = contentHash(schema);
  const validate = validators.get(hash) ?? compile(schema);
  validators.delete(hash);
  validators.set(hash, validate);
  if (validators.size > cached) validators.delete(validators.keys().next().value!);
  return validate;
}

function compile(schema: JsonObject): ValidateFunction {
  metaSchema.validateSchema(schema, true);
  return new Ajv2020(options).compile(schema);
}
