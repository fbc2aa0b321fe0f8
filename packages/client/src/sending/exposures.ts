import type { LocalAssignment } from '../assigning';
import type { Graph } from '../graph/graph';
import { type GraphError, refusal } from '../graph/refusal';
import { Outbox, type OutboxOptions } from './outbox';
import { RecentKeys } from './recent-keys';

/** That a unit met a variant; bucket, arm and propensity the product derives from the release. */
export interface Exposure {
  readonly experiment: string;
  readonly release: string;
  readonly unit: string;
  readonly variant: string;
  readonly allocation: number;
  readonly reason: string;
  /** ISO-8601, UTC: the first time here. */
  readonly at: string;
}

const document = `mutation RecordExposures($exposures: [ExposureInput!]!) {
  recordExposures(exposures: $exposures) { rejected { index code message } }
}`;

/** So many of those that were put down last are not put down again; a megabyte for each ten thousand or so. */
const mostKnown = 50_000;

type Told = Pick<OutboxOptions<Exposure>, 'dropped' | 'failed' | 'limits'>;

/** Exposures on their way to the product, each once as far as is known here; the product counts the same one once. */
export class Exposures {
  readonly outbox: Outbox<Exposure>;
  private readonly known: RecentKeys;

  constructor(graph: Graph, { dropped, ...told }: Told, known = mostKnown) {
    this.known = new RecentKeys(known);
    this.outbox = new Outbox({
      ...told,
      // Whoever meets the variant again has another chance.
      dropped: (exposures, error) => {
        for (const one of exposures) this.known.forget(keyOf(one));
        dropped(exposures, error);
      },
      async send(exposures, signal, leaving) {
        const data = await graph.ask({ query: document, variables: { exposures } }, signal, leaving);
        return data.recordExposures.rejected.map(({ index, code, message }: Rejected) => ({
          index,
          error: refusal([{ message, extensions: { code } }]),
        }));
      },
    });
  }

  /** Puts down what a unit got, unless it takes no part in the comparison. */
  add(
    { experiment, release, unit, variant, inExperiment, allocation, reason }: LocalAssignment<unknown>,
    at: Date,
  ): void {
    if (!variant || !inExperiment) return;
    const exposure = { experiment, release, unit, variant: variant.key, allocation, reason, at: at.toISOString() };
    if (!this.known.touch(keyOf(exposure))) this.outbox.add(exposure);
  }
}

interface Rejected extends GraphError {
  readonly index: number;
  readonly code: string;
}

/** What makes two exposures the same one; none of it holds the separator. */
const keyOf = ({ unit, experiment, allocation, variant }: Exposure): string =>
  `${unit}\0${experiment}\0${allocation}\0${variant}`;
