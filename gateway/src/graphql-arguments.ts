import { type ExecutionArgs, Kind } from 'graphql';
import type { Variables } from './federation/execute';
import type { PreparedOperation } from './federation/snapshot';

/**
 * graphql-js's arguments for a prepared operation. The protocols' libraries read only what kind of operation it is; the
 * door's own `execute` and `subscribe` get what it carries back as the context.
 */
export function argumentsFor<Carried extends { readonly operation: PreparedOperation }>(
  carried: Carried,
  variableValues: Variables,
): ExecutionArgs & { readonly contextValue: Carried } {
  const { snapshot, definition } = carried.operation;
  const document = { kind: Kind.DOCUMENT, definitions: [definition] } as const;
  return { schema: snapshot.schema, document, variableValues, contextValue: carried };
}
