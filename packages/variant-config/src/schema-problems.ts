import { contentHash } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { isObject } from './json-object';
import { amongNames, expectation, shown, suggestion, unknownName } from './wording';

const cached = 64;
/** Of one kind, more than anybody mends at once. */
export const mostProblems = 200;
/** Not strict: `ref` and other annotations are passed over. */
const options = { allErrors: true, verbose: true, strict: false, logger: false } as const;
const validators = new Map<string, ValidateFunction>();

/**
 * Everything about a value that its JSON Schema (2020-12) refuses, with paths below `root`: the first 200 of it.
 *
 * @throws Error for a schema that is none; strategies’ schemas are checked when their plugin is loaded.
 */
export function schemaProblems(schema: JsonObject, value: Json, root: Problem['path'] = []): Problem[] {
  const validate = validatorOf(schema);
  if (validate(value)) return [];
  return validate.errors!.slice(0, mostProblems).map((error) => problemOf(error, value, root));
}

/** Why values cannot be checked by what should be a JSON Schema (2020-12), with paths below `root`. */
export function schemaDefects(schema: JsonObject, root: Problem['path'] = []): Problem[] {
  // Inlined, a few references to a large part would make code of many megabytes.
  const ajv = new Ajv2020({ ...options, validateSchema: false, inlineRefs: false });
  try {
    if (!ajv.validateSchema(schema))
      return ajv.errors!.map(({ instancePath, message }) => ({
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

/** One Ajv per schema, so that neither a repeated `$id` nor Ajv's own endless cache is ours to mind. */
function validatorOf(schema: JsonObject): ValidateFunction {
  const hash = contentHash(schema);
  const validate = validators.get(hash) ?? compile(schema);
  validators.delete(hash);
  validators.set(hash, validate);
  if (validators.size > cached) validators.delete(validators.keys().next().value!);
  return validate;
}

function compile(schema: JsonObject): ValidateFunction {
  return new Ajv2020(options).compile(schema);
}

/** What one of Ajv's errors says, for whoever wrote the value. The validator has to be `verbose`. */
export function problemOf(error: ErrorObject, value: Json, root: Problem['path']): Problem {
  const path = [...root, ...pathOf(error.instancePath, value)];
  const found = shown(error.data as Json);
  const parent = error.parentSchema as JsonObject;
  const expected = expectation(parent);
  const properties = isObject(parent.properties) ? parent.properties : {};
  switch (error.keyword) {
    case 'required': {
      const name: string = error.params.missingProperty;
      const member = expectation(properties[name]);
      return { path: [...path, name], message: `is missing; expected ${member}`, expected: member };
    }
    case 'additionalProperties': {
      const name: string = error.params.additionalProperty;
      return unknownName([...path, name], 'is not known here', name, Object.keys(properties));
    }
    case 'type':
      return { path, message: `found ${found}; expected ${expected}`, found, expected };
    case 'enum': {
      const names = (error.schema as Json[]).filter((one) => typeof one === 'string');
      const text = typeof error.data === 'string' ? error.data : '';
      const { nearest } = amongNames(text, names);
      return {
        path,
        message: `found ${found}; expected ${expected}${suggestion(text, names)}`,
        found,
        expected,
        nearest,
      };
    }
    default:
      return { path, message: `found ${found}; it ${error.message}`, found, expected: error.message };
  }
}

/** A JSON Pointer (RFC 6901) into a value, as a list of keys and indexes. */
function pathOf(pointer: string, value: Json): (string | number)[] {
  let at: Json | undefined = value;
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => {
      const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(at) ? Number(key) : key;
      at = (at as { [key: string | number]: Json })[step];
      return step;
    });
}
