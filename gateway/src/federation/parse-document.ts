import { DomainError } from '@trialogue/errors';
import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { OperationLimits } from './operation-limits';

/** Throws a GraphQLError with the code GRAPHQL_PARSE_FAILED, or OPERATION_TOO_LARGE before anything large is built. */
export function parseDocument(text: string, limits: OperationLimits): DocumentNode {
  try {
    return parse(text, { maxTokens: limits.tokens });
  } catch (error) {
    const { message, nodes, source, positions } = error as GraphQLError;
    const originalError = tooLargeToParse(message, limits);
    throw originalError
      ? new GraphQLError(originalError.message, { originalError })
      : new GraphQLError(message, { nodes, source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}

/** What stands behind the message of an error of graphql-js's parser, when the document is not wrong but too large. */
export function tooLargeToParse(message: string, { tokens, depth }: OperationLimits): DomainError | undefined {
  if (/^Syntax Error: Document contains more tha[tn] \d+ tokens/.test(message))
    return new DomainError('OPERATION_TOO_LARGE', { part: 'tokens', found: `more than ${tokens}`, most: tokens });
  if (/^Maximum call stack size exceeded/.test(message))
    return new DomainError('OPERATION_TOO_LARGE', { part: 'levels', found: `many more than ${depth}`, most: depth });
  return undefined;
}
