import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { ErrorObject } from 'ajv';
import { isObject } from './json-object';
import { amongNames, expectation, shown, suggestion, unknownName } from './wording';

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
      return {
        path: placeOf(error, path),
        message: `found ${found}; it ${error.message}`,
        found,
        expected: error.message,
      };
  }
}

/** What is wrong with a member's name is told at the member. */
const placeOf = ({ propertyName }: ErrorObject, path: Problem['path']): Problem['path'] =>
  propertyName === undefined ? path : [...path, propertyName];

/** A JSON Pointer (RFC 6901) into a value, as a list of keys and indexes. */
export function pathOf(pointer: string, value: Json): (string | number)[] {
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
