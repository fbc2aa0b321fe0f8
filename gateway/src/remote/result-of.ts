import { type ExecutionResult, GraphQLError } from 'graphql';

/** A subgraph's answer as it came over the wire. Its errors are masked already; they become GraphQLErrors again. */
export function resultOf(text: string): ExecutionResult {
  const { data, errors } = JSON.parse(text) as {
    data?: Record<string, unknown> | null;
    errors?: readonly { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
  };
  if (!errors) return { data };
  return {
    data,
    errors: errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions })),
  };
}
