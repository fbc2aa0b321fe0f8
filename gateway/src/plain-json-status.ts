import type { IncomingHttpHeaders } from 'node:http';

/** What is wrong with an operation as such, in GraphQL's own codes. */
const requestErrors = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * The status of an answer. Clients that ask for `application/json` by name, and not for GraphQL's own media type, take
 * every status but 200 for a fault between them and the server: they get 200, where others get 400, for an answer that
 * says what is wrong with their operation (GraphQL over HTTP, "Status Codes").
 */
export function plainJsonStatus({ accept = '' }: IncomingHttpHeaders, status: number, answer: string): number {
  if (status !== 400 || !accept.includes('application/json') || accept.includes('application/graphql-response+json'))
    return status;
  const { errors } = JSON.parse(answer) as { errors: { extensions?: { code?: string } }[] };
  return errors.every(({ extensions }) => requestErrors.has(extensions?.code ?? '')) ? 200 : status;
}
