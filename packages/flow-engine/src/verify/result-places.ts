import type { Json, JsonObject } from '@trialogue/plugin-api';
import { type Abstract, valuesOf } from './abstract-value';

const scalars: ReadonlySet<Json | undefined> = new Set(['string', 'boolean', 'number', 'integer']);

/**
 * What is known of `result` and its members where a schema accepts it. Of what the schema says in other ways than by
 * `type`, `enum` and `properties`, nothing is.
 */
export function resultPlaces(schema: JsonObject, place = 'result'): (readonly [string, Abstract])[] {
  if (Array.isArray(schema.enum) || scalars.has(schema.type)) return [[place, valuesOf(schema)]];
  if (schema.type !== 'object' || !isObject(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).flatMap(([name, member]) => {
    if (!isObject(member)) return [];
    const inside = resultPlaces(member, `${place}.${name}`);
    if (required.includes(name)) return inside;
    return inside.map(([at, value]) => [at, { ...value, missing: true }] as const);
  });
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
