import { buildSubgraphSchema } from '@apollo/subgraph';
import type { RequestContext, Subgraph, SubgraphSchema } from '@trialogue/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

type Resolvers = Record<string, any>;

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@shareable"])\n';

/** A subgraph for tests, with a count of what it was asked and a way to replace its schema. */
export interface TestSubgraph extends Subgraph {
  /** The request contexts for which contexts were made, in order. */
  readonly requests: RequestContext[];
  replace(typeDefs: string, resolvers?: Resolvers): void;
  /** Replaces the SDL alone, with one that need not be right. */
  replaceSdl(sdl: string): void;
}

export function subgraphOf(name: string, typeDefs: string, resolvers: Resolvers = {}): TestSubgraph {
  const build = (sdl: string, with_: Resolvers): SubgraphSchema => ({
    sdl: link + sdl,
    schema: buildSubgraphSchema([{ typeDefs: parse(link + sdl), resolvers: with_ }]) as GraphQLSchema,
  });
  const listeners = new Set<(next: SubgraphSchema) => void>();
  const contexts = new WeakMap<RequestContext, object>();
  const requests: RequestContext[] = [];
  let current = build(typeDefs, resolvers);
  const become = (next: SubgraphSchema) => {
    current = next;
    for (const listener of listeners) listener(next);
  };
  return {
    name,
    requests,
    get current() {
      return current;
    },
    replace: (sdl, next = resolvers) => become(build(sdl, next)),
    replaceSdl: (sdl) => become({ sdl, schema: current.schema }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    contextFor(request) {
      const known = contexts.get(request);
      if (known) return known;
      requests.push(request);
      const context = { ...request, loaded: new Set<string>() };
      contexts.set(request, context);
      return context;
    },
    close: async () => {},
  };
}
