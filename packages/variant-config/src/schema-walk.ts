import { canonicalJson } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { Json, JsonObject, Reference } from '@trialogue/plugin-api';
import { isObject } from './json-object';

/** A string in a config that names something published. */
export interface FoundReference {
  readonly kind: Reference;
  readonly value: string;
  /** From the root of the variant's config. */
  readonly path: Problem['path'];
}

/** A copy of a value in which each string that the schema marks with `ref` is replaced. */
export function replaceMarked(
  schema: JsonObject,
  value: Json,
  path: Problem['path'],
  replace: (found: FoundReference) => Json,
): Json {
  if (typeof schema.ref === 'string' && typeof value === 'string')
    return replace({ kind: schema.ref as Reference, value, path });
  return mapParts(schema, value, (inner, part, key) => replaceMarked(inner, part, [...path, key], replace));
}

/** A copy of a value without the members that equal the `default` of their schema. */
export function withoutDefaults(schema: JsonObject, value: Json): Json {
  return mapParts(schema, value, (inner, part) =>
    inner.default !== undefined && canonicalJson(inner.default) === canonicalJson(part)
      ? undefined
      : withoutDefaults(inner, part),
  );
}

/**
 * Maps the parts that the schema's `properties` and `items` describe, which is all that the schemas of the plugin API
 * have. A member mapped to undefined is left out, an item stays.
 */
function mapParts(
  schema: JsonObject,
  value: Json,
  map: (inner: JsonObject, part: Json, key: string | number) => Json | undefined,
): Json {
  const { properties, items } = schema;
  if (Array.isArray(value))
    return isObject(items) ? value.map((item: Json, index) => map(items, item, index) ?? item) : value;
  if (!isObject(value) || !isObject(properties)) return value;
  const members = Object.entries(value).flatMap(([key, part]): [string, Json][] => {
    const inner = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const mapped = isObject(inner) ? map(inner, part, key) : part;
    return mapped === undefined ? [] : [[key, mapped]];
  });
  return Object.fromEntries(members);
}
