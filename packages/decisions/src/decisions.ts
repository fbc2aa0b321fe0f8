import {
  type Assignment,
  assign,
  type EarlierExposure,
  type ExperimentSnapshot,
  stickyExperiments,
} from '@trialogue/assignment';
import { isStoreUnavailable, type Release, type Store } from '@trialogue/store';

/** Who asks for what. */
export interface Asked {
  /** Its key. */
  readonly experiment: string;
  /** Unicode without U+0000. */
  readonly unit: string;
  /** What is known of the unit: JSON, bounded by whoever takes it. */
  readonly attributes: { readonly [name: string]: unknown };
}

export interface Decision {
  readonly unit: string;
  /** What decided. */
  readonly release: Release<ExperimentSnapshot>;
  readonly assignment: Assignment;
  readonly at: Date;
  /** The database is away: this is what was known last, without what the unit was exposed to before. */
  readonly stale: boolean;
}

type Earlier = ReadonlyMap<string, { readonly [experiment: string]: EarlierExposure }>;

/**
 * Decides what units get, from the releases in memory. The database is asked only where an experiment keeps units that
 * were exposed before.
 */
export class Decisions {
  constructor(
    private readonly store: {
      readonly releases: Pick<Store['releases'], 'head' | 'stale'>;
      readonly events: Pick<Store['events'], 'firstExposures'>;
    },
    private readonly clock: () => Date,
  ) {}

  /** Undefined: no such experiment was published. Throws STORE_UNAVAILABLE when it would have to guess. */
  async decide(asked: Asked): Promise<Decision | undefined> {
    const [decision] = await this.decideAll([asked]);
    return decision;
  }

  /** As `decide`, in the order of what is asked; the database is asked once for all. */
  async decideAll(asked: readonly Asked[]): Promise<(Decision | undefined)[]> {
    const heads = this.headsOf(asked);
    const earlier = await this.earlier(asked, heads);
    return this.decided(asked, heads, earlier, this.store.releases.stale);
  }

  /** As `decide`, but with the database away it says what is known, and that it is stale. */
  async look(asked: Asked): Promise<Decision | undefined> {
    const heads = this.headsOf([asked]);
    const known = this.store.releases.stale ? undefined : await this.earlierUnlessAway([asked], heads);
    const [decision] = this.decided([asked], heads, known ?? new Map(), known === undefined);
    return decision;
  }

  private headsOf(asked: readonly Asked[]) {
    return asked.map(({ experiment }) => this.store.releases.head<ExperimentSnapshot>('experiment', experiment));
  }

  private decided(asked: readonly Asked[], heads: ReturnType<Decisions['headsOf']>, earlier: Earlier, stale: boolean) {
    const at = this.clock();
    return asked.map(({ unit, attributes }, index): Decision | undefined => {
      const release = heads[index];
      if (!release) return undefined;
      const subject = { unit, attributes, at: at.getTime(), sticky: earlier.get(unit) };
      return { unit, release, assignment: assign(release.body, subject), at, stale };
    });
  }

  private earlierUnlessAway(asked: readonly Asked[], heads: ReturnType<Decisions['headsOf']>) {
    return this.earlier(asked, heads).catch((error) => {
      if (isStoreUnavailable(error)) return undefined;
      throw error;
    });
  }

  /** By unit. */
  private async earlier(asked: readonly Asked[], heads: ReturnType<Decisions['headsOf']>): Promise<Earlier> {
    const wanted = asked.flatMap(({ unit }, index) => {
      const release = heads[index];
      return release ? stickyExperiments(release.body).map((experiment) => ({ unit, experiment })) : [];
    });
    const byUnit = new Map<string, Record<string, EarlierExposure>>();
    if (wanted.length === 0) return byUnit;
    for (const { unit, experiment, ...exposure } of await this.store.events.firstExposures(wanted))
      byUnit.set(unit, { ...byUnit.get(unit), [experiment]: exposure });
    return byUnit;
  }
}
