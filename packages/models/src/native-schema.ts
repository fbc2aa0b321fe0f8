import type { Json, JsonObject } from '@trialogue/plugin-api';

/**
 * Has the schema objects of whatever members? No provider generates those under a grammar: `additionalProperties` has to
 * be false in what they are given, and would then forbid all members.
 */
export function hasOpenObjects(schema: JsonObject): boolean {
  const { additionalProperties, patternProperties, properties, type } = schema;
  const isOpen = (additionalProperties ?? false) !== false || patternProperties !== undefined;
  const isAnything = type === 'object' && properties === undefined;
  return isOpen || isAnything || schemasIn(schema).some(hasOpenObjects);
}

/** Keywords that OpenAI takes with `strict`: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas */
const strict = new Set(
  [
    ['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf', '$ref', '$defs'],
    ['title', 'description', 'pattern', 'format', 'minItems', 'maxItems'],
    ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ].flat(),
);

/** Is it a schema that OpenAI takes with `strict`? All members of all objects have to be required, and no others allowed. */
export function isStrict(schema: JsonObject): boolean {
  if (!Object.keys(schema).every((keyword) => strict.has(keyword))) return false;
  const { type, properties = {}, required = [], additionalProperties } = schema;
  const isClosed = additionalProperties === false && sameNames(Object.keys(properties as object), required as string[]);
  if (type === 'object' ? !isClosed : Array.isArray(type) && type.includes('object')) return false;
  return schemasIn(schema).every(isStrict);
}

/** The schemas directly within a schema. */
function schemasIn({ properties, $defs, items, anyOf, oneOf, allOf }: JsonObject): JsonObject[] {
  const named = [properties, $defs].flatMap((members) => (isObject(members) ? Object.values(members) : []));
  const listed = [anyOf, oneOf, allOf].flatMap((members) => (Array.isArray(members) ? (members as Json[]) : []));
  return [...named, ...listed, items].filter(isObject);
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sameNames = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === new Set(others).size && some.every((name) => others.includes(name));
