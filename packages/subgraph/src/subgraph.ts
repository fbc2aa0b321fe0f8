import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from './request-context';

/** One version of a subgraph's schema. */
export interface SubgraphSchema {
  /** Federation 2 SDL, what composition takes. */
  readonly sdl: string;
  /** Executable; answers `_service` and `_entities` too. */
  readonly schema: GraphQLSchema;
}

/** A subgraph as the gateway sees it: a schema that may be replaced, and what its resolvers get as context. */
export interface Subgraph {
  readonly name: string;
  readonly current: SubgraphSchema;
  /** Calls back with each later version, in order; answers how to stop listening. */
  onChange(listener: (next: SubgraphSchema) => void): () => void;
  /** The context of this subgraph's resolvers within one request; the same object for the same request, so loaders batch. */
  contextFor(request: RequestContext): object;
  close(): Promise<void>;
}
