import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { PromptVariable } from '@trialogue/variant-config';

/** A variable of a template as its author declares it. */
export type Declared = Pick<PromptVariable, 'name' | 'required' | 'default' | 'schema'>;

/** Whether a render may go on without a value of it. */
export const mayBeMissing = ({ required, default: fallback }: Declared): boolean => !required && fallback === undefined;

/** What a schema says of a member of the values that it takes. `unknown`: nothing. */
export interface Member {
  readonly presence: 'always' | 'optional' | 'never' | 'unknown';
  readonly schema?: JsonObject;
}

/** A member of an object by the schema of the object. */
export function memberOf(schema: JsonObject | undefined, name: string): Member {
  const { properties, required, additionalProperties } = schema ?? {};
  if (!isObject(properties)) return { presence: 'unknown' };
  if (!Object.hasOwn(properties, name)) return { presence: additionalProperties === false ? 'never' : 'unknown' };
  const member = properties[name];
  const presence = Array.isArray(required) && required.includes(name) ? 'always' : 'optional';
  return { presence, ...(isObject(member) && { schema: member }) };
}

/** The schema of a list's items. */
export const itemSchema = (schema: JsonObject | undefined): JsonObject | undefined =>
  isObject(schema?.items) ? schema.items : undefined;

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
