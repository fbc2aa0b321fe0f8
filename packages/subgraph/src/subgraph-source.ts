import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';
import type { RequestContext } from './request-context';

/** One request to one subgraph. */
export interface SubgraphFetch {
  readonly document: DocumentNode;
  readonly operationName?: string;
  readonly variables: Record<string, unknown>;
  readonly request: RequestContext;
}

/** One version of a subgraph, however it is reached. No answer rejects; its errors are masked. */
export interface SubgraphSource {
  fetch(fetch: SubgraphFetch): Promise<ExecutionResult>;
  /** Opens a subscription's source; answers `{ errors }` when the subgraph refuses. */
  openSubscription(fetch: SubgraphFetch): Promise<AsyncIterator<unknown> | ExecutionResult>;
  /** What one event of that source means to the subscription, in a context of its own. */
  resolveEvent(fetch: SubgraphFetch, event: unknown): Promise<ExecutionResult>;
}

/** Turns whatever was thrown into what a caller may read; see `toGraphQLError` of `@trialogue/subgraph`. */
export type MaskError = (error: unknown, request: Pick<RequestContext, 'requestId' | 'logger'>) => GraphQLError;
