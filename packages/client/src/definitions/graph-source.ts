import type { Graph } from '../graph/graph';
import { ownError } from '../trialogue-error';
import { type DefinitionsUpdate, isDefinitionsUpdate } from './definition';
import type { DefinitionsSource } from './following';

const fields = '{ version complete stale experiments { key release snapshot } removed }';
const readDocument = `query Definitions($experiments: [ID!]) { definitions(experiments: $experiments) ${fields} }`;
const followDocument = `subscription DefinitionsChanged($experiments: [ID!], $after: String) {
  definitionsChanged(experiments: $experiments, after: $after) ${fields}
}`;

/** A stream that still shows life after so long is let through by everything on the way. */
const provenMs = 5_000;

export interface GraphSourceOptions {
  readonly graph: Graph;
  /** Undefined: all. */
  readonly experiments: readonly string[] | undefined;
  after(): string | undefined;
  take(update: DefinitionsUpdate): void;
}

/** Definitions from the product’s graph. */
export function graphSource({ graph, experiments, after, take }: GraphSourceOptions): DefinitionsSource {
  return {
    async read(signal) {
      const data = await graph.ask({ query: readDocument, variables: { experiments } }, signal);
      take(checked(data.definitions));
    },
    follow(signal, works) {
      const began = Date.now();
      const operation = { query: followDocument, variables: { experiments, after: after() } };
      return graph.subscribe(operation, {
        signal,
        alive: () => Date.now() - began > provenMs && works(),
        next(data) {
          take(checked(data.definitionsChanged));
          works();
        },
      });
    },
  };
}

function checked(update: unknown): DefinitionsUpdate {
  if (isDefinitionsUpdate(update)) return update;
  throw ownError('UNREACHABLE', { reason: 'something answers what are no definitions' });
}
