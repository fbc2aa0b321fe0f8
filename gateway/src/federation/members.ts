import { inProcess, type Subgraph, type SubgraphSource, toGraphQLError } from '@trialogue/subgraph';

/** One version of one part of the graph: what it is composed from, and how it is asked. */
export interface Member {
  readonly name: string;
  /** Federation 2. */
  readonly sdl: string;
  readonly source: SubgraphSource;
}

/** What the graph is composed of, as it stands. */
export interface Members {
  readonly current: readonly Member[];
  /** Calls back after a change; answers how to stop listening. */
  onChange(listener: () => void): () => void;
}

/** The subgraphs of this process. */
export function membersOf(subgraphs: readonly Subgraph[]): Members {
  return {
    get current() {
      return subgraphs.map((subgraph) => {
        const { name, current } = subgraph;
        return { name, sdl: current.sdl, source: inProcess(subgraph, current, toGraphQLError) };
      });
    },
    onChange(listener) {
      const stops = subgraphs.map((subgraph) => subgraph.onChange(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
