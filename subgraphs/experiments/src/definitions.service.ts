import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Release, Store } from '@trialogue/store';
import { headChanges } from '@trialogue/subgraph';
import { checkCount } from './assignment.check';
import { definitionOf } from './definition-of';
import type { Definitions } from './definitions';
import { isPast } from './grace';

/** Tells what is needed to assign elsewhere, and each change of it. */
export class DefinitionsService {
  constructor(
    private readonly releases: Pick<
      Store['releases'],
      'heads' | 'movedAt' | 'changedSince' | 'position' | 'stale' | 'onHead' | 'refresh'
    >,
    private readonly clock: () => Date,
  ) {}

  /** As of now; without `showsUnits`, overrides name units by their tags. `experiments` undefined: all. Throws BAD_USER_INPUT when they are too many. */
  now(experiments: readonly string[] | undefined, showsUnits: boolean): Definitions {
    const wanted = wantedOf(experiments);
    const heads = this.releases
      .heads<ExperimentSnapshot>('experiment')
      .filter((release) => wanted(release.key) && !this.isOver(release));
    return {
      ...this.place(),
      complete: true,
      experiments: heads.map((one) => definitionOf(one, showsUnits)),
      removed: [],
    };
  }

  /**
   * At once what there is, or what has changed since `after`; then what changes. A subscriber is a position and nothing
   * more: what changes while it does not ask is one answer when it does. Throws BAD_USER_INPUT, CURSOR_INVALID.
   */
  async changes(
    experiments: readonly string[] | undefined,
    after: string | undefined,
    signal: AbortSignal,
    showsUnits: boolean,
  ): Promise<AsyncIterableIterator<Definitions>> {
    const { releases } = this;
    const since = (position: string | undefined) => this.since(position, experiments, showsUnits);
    return headChanges({ releases, kind: 'experiment', wanted: wantedOf(experiments), since }, after, signal);
  }

  /** Undefined: nothing of it has changed. */
  private since(
    position: string | undefined,
    experiments: readonly string[] | undefined,
    showsUnits: boolean,
  ): Definitions | undefined {
    const moved =
      position === undefined ? undefined : this.releases.changedSince<ExperimentSnapshot>('experiment', position);
    if (!moved) return this.now(experiments, showsUnits);
    const wanted = wantedOf(experiments);
    const changed = [...moved].filter(([key]) => wanted(key));
    if (changed.length === 0) return undefined;
    const there = changed.flatMap(([, release]) => (release && !this.isOver(release) ? release : []));
    const named = new Set(there.map(({ key }) => key));
    return {
      ...this.place(),
      complete: false,
      experiments: there.map((one) => definitionOf(one, showsUnits)),
      removed: changed.flatMap(([key]) => (named.has(key) ? [] : key)),
    };
  }

  /** Stopped without a winner, and so long ago that everybody has heard of it: nobody gets anything of it any more. */
  private isOver({ kind, key, body }: Release<ExperimentSnapshot>): boolean {
    if (body.status !== 'STOPPED' || body.winner !== undefined) return false;
    const movedAt = this.releases.movedAt(kind, key);
    return movedAt !== undefined && isPast(movedAt, this.clock());
  }

  private place(): Pick<Definitions, 'version' | 'stale'> {
    return { version: this.releases.position, stale: this.releases.stale };
  }
}

function wantedOf(experiments: readonly string[] | undefined): (key: string) => boolean {
  if (!experiments) return () => true;
  checkCount('experiments', experiments);
  const keys = new Set(experiments);
  return (key) => keys.has(key);
}
