import type { Graph } from '../graph/graph';
import { ownError } from '../trialogue-error';
import type { FollowedSource } from './keep-up';

/** A stream that still shows life after so long is let through by everything on the way. */
const provenMs = 5_000;

/** What the product’s graph pushes. */
export interface Pushed<Update> {
  /** `definitions`, say: what it is told to be in errors. */
  readonly what: string;
  /** A query of one field. */
  readonly read: string;
  /** A subscription of one field, which takes the variable `after`. */
  readonly follow: string;
  /** Of both. */
  readonly variables?: object;
  check(value: unknown): value is Update;
}

export interface GraphSourceOptions<Update> extends Pushed<Update> {
  readonly graph: Graph;
  after(): string | undefined;
  take(update: Update): void;
}

/** What is followed, from the product’s graph. */
export function graphSource<Update>(options: GraphSourceOptions<Update>): FollowedSource {
  const { graph, what, read, follow, variables, after, take } = options;
  let begun = 0;
  let taken = 0;
  /** `turn`: when it was asked for. What was asked for before something newer came may be older. */
  const takeFrom = (data: object, turn: number) => {
    const [update] = Object.values(data);
    if (!options.check(update)) throw ownError('UNREACHABLE', { reason: `something answers what are no ${what}` });
    if (turn < taken) return;
    taken = turn;
    take(update);
  };
  return {
    async read(signal) {
      const turn = ++begun;
      takeFrom(await graph.ask({ query: read, variables: { ...variables } }, signal), turn);
    },
    follow(signal, works) {
      const began = Date.now();
      const operation = { query: follow, variables: { ...variables, after: after() } };
      return graph.subscribe(operation, {
        signal,
        alive: () => Date.now() - began > provenMs && works(),
        next(data) {
          takeFrom(data, ++begun);
          works();
        },
      });
    },
  };
}
