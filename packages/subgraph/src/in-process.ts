import { createSourceEventStream, type ExecutionResult, execute, GraphQLError, Kind } from 'graphql';
import type { RequestContext } from './request-context';
import type { Subgraph, SubgraphSchema } from './subgraph';
import type { MaskError, SubgraphFetch, SubgraphSource } from './subgraph-source';

/**
 * One version of a subgraph, executed in this process. Fetches arrive parsed (the plan holds the documents) and valid
 * (they were planned against this version), so nothing is parsed or validated again.
 */
export function inProcess(subgraph: Subgraph, { schema }: SubgraphSchema, mask: MaskError): SubgraphSource {
  const argumentsOf = ({ document, operationName, variables, request }: SubgraphFetch) => ({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: subgraph.contextFor(request),
  });
  const answered = ({ data, errors }: ExecutionResult, request: RequestContext): ExecutionResult =>
    errors ? { data, errors: errors.map((error) => asBadUserInput(error) ?? mask(error, request)) } : { data };

  return {
    async fetch(fetch) {
      return answered(await execute(argumentsOf(fetch)), fetch.request);
    },
    async openSubscription(fetch) {
      const source = await createSourceEventStream(argumentsOf(fetch));
      return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : answered(source, fetch.request);
    },
    async resolveEvent(fetch, event) {
      return answered(await execute({ ...argumentsOf(fetch), rootValue: event }), fetch.request);
    },
  };
}

/**
 * A value that a custom scalar of the subgraph refuses: the gateway's schema knows such scalars by name only, so the
 * caller's mistake shows up here. graphql-js locates it at the variable or the value, never at a field.
 */
function asBadUserInput(error: GraphQLError): GraphQLError | undefined {
  const kind = error.nodes?.[0]?.kind;
  if (kind !== Kind.VARIABLE_DEFINITION && kind !== Kind.VARIABLE && !kind?.endsWith('Value')) return undefined;
  return new GraphQLError(error.message, { path: error.path, extensions: { code: 'BAD_USER_INPUT' } });
}
