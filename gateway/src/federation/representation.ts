import type { GraphQLSchema } from 'graphql';
import { deepMerge, isObjectOfType, type QueryPlanSelectionNode } from './apollo';

type Data = Record<string, any>;

/**
 * What a subgraph must be told of an object to know it again: its key, and what its fields require (`@requires`).
 * Null when the object does not have all of that.
 */
export function representationOf(
  schema: GraphQLSchema,
  source: Data,
  selections: readonly QueryPlanSelectionNode[],
): Data | null {
  const representation: Data = Object.create(null);
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const name = selection.alias ?? selection.name;
      const value = Object.hasOwn(source, name) ? source[name] : undefined;
      if (value === undefined) return null;
      representation[name] = selected(schema, value, selection.selections);
    } else if (selection.typeCondition && isObjectOfType(schema, source, selection.typeCondition)) {
      const more = representationOf(schema, source, selection.selections);
      if (more) deepMerge(representation, more);
    }
  }
  return representation;
}

function selected(schema: GraphQLSchema, value: any, selections?: readonly QueryPlanSelectionNode[]): unknown {
  if (!selections || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => selected(schema, one, selections));
  return representationOf(schema, value, selections);
}
