import type { JsonObject } from '@trialogue/plugin-api';
import type { PromptVersionBody } from './release-bodies';

/**
 * The JSON Schema (2020-12) of what a version is rendered with: an object of its variables. Those that it does not
 * declare are allowed. A variable's schema keeps its own `$defs`: it is a resource of its own where it refers to itself.
 */
export function variablesSchemaOf({ variables }: Pick<PromptVersionBody, 'variables'>): JsonObject {
  const properties = variables.map(({ name, schema = {}, description, default: value }): [string, JsonObject] => [
    name,
    {
      ...(refersToItself(schema) && { $id: `variables/${name}` }),
      ...schema,
      ...(description !== undefined && { description }),
      ...(value !== undefined && { default: value }),
    },
  ]);
  const required = variables.filter((one) => one.required && one.default === undefined).map(({ name }) => name);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
}

const refersToItself = (schema: JsonObject): boolean => /"\$(dynamicRef|ref)":/.test(JSON.stringify(schema));
