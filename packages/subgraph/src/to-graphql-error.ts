import { DomainError } from '@trialogue/errors';
import { asStoreError } from '@trialogue/store';
import { GraphQLError } from 'graphql';
import type { RequestContext } from './request-context';

/** Codes that GraphQL itself answers with: the caller's document or variables are wrong, and the message says how. */
const protocolCodes = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/**
 * What leaves the product for an error that was thrown inside it. A `DomainError` keeps its message, code, help and
 * problems; an error of the GraphQL protocol itself stays as it is; anything else is logged and masked as
 * `INTERNAL_SERVER_ERROR` with the request's id.
 */
export function toGraphQLError(error: unknown, request: Pick<RequestContext, 'requestId' | 'logger'>): GraphQLError {
  if (error instanceof GraphQLError && isPublic(error)) return error;
  const cause = asStoreError(error instanceof GraphQLError ? (error.originalError ?? error) : error);
  const place = error instanceof GraphQLError ? { path: error.path, nodes: error.nodes } : {};
  if (cause instanceof DomainError)
    return new GraphQLError(cause.message, {
      ...place,
      originalError: cause,
      extensions: {
        code: cause.code,
        help: cause.help,
        ...(cause.retryable && { retryable: true }),
        ...('retryAfterMs' in cause.data && { retryAfterMs: cause.data.retryAfterMs }),
        ...(cause.problems && { problems: cause.problems }),
      },
    });
  request.logger.error({ err: cause, requestId: request.requestId, path: place.path }, 'A request failed.');
  return new GraphQLError(`Something went wrong here. It is logged under ${request.requestId}.`, {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: request.requestId },
  });
}

/** Has passed here already, or comes from graphql's own parser, validator or coercion. */
function isPublic(error: GraphQLError): boolean {
  const { code, help, requestId } = error.extensions;
  return help !== undefined || requestId !== undefined || protocolCodes.has(String(code));
}
