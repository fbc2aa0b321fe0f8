import type { EarlierExposure, ExperimentSnapshot } from '@trialogue/assignment';
import { keepsUnits, localExposure } from '@trialogue/decisions';
import { DomainError } from '@trialogue/errors';
import type { Exposure, Release, Store } from '@trialogue/store';
import { checkCount, unitProblem } from './assignment.check';
import type { ExposureInput } from './exposure.input';
import { graceDays, isPast } from './grace';
import type { RecordedExposures, RejectedExposure } from './recorded-exposures';

const hashForm = /^[0-9a-f]{64}$/;

/** Records exposures of assignments that others made from releases. */
export class ExposureService {
  constructor(
    private readonly store: {
      readonly releases: Pick<Store['releases'], 'getAll' | 'head' | 'movedAt' | 'refresh'>;
      readonly events: Pick<Store['events'], 'exposeAll' | 'firstExposures'>;
    },
    private readonly clock: () => Date,
  ) {}

  /**
   * All that are good are recorded, in one transaction; the same one twice counts once. Throws BAD_USER_INPUT when there
   * are too many, STORE_UNAVAILABLE: then all may be sent again.
   */
  async record(received: readonly ExposureInput[]): Promise<RecordedExposures> {
    checkCount('exposures', received);
    const given = received.map((one) => ({ ...one, unit: one.unit.normalize() }));
    const releases = await this.releasesOf(given);
    const earlier = await this.earlier(given, releases);
    const now = this.clock();
    const outdated = await this.outdated([...releases.values()], now);
    const found = given.map((one) => {
      const problem = problemOf(one, releases.get(one.release), outdated);
      return problem ?? localExposure(releases.get(one.release)!, one, now, earlier.get(placeOf(one)));
    });
    const drawn = found.filter((one): one is Exposure => typeof one !== 'string' && one.reason !== 'STICKY');
    const firsts = drawn.length > 0 ? await this.store.events.exposeAll(drawn) : [];
    const rejected = found.flatMap((one, index) => (typeof one === 'string' ? rejection(index, one) : []));
    const accepted = firsts.filter(Boolean).length;
    return { accepted, duplicates: given.length - accepted - rejected.length, rejected };
  }

  private releasesOf(given: readonly ExposureInput[]): Promise<Known> {
    const hashes = new Set(given.map(({ release }) => release).filter((hash) => hashForm.test(hash)));
    return this.store.releases.getAll<ExperimentSnapshot>([...hashes]);
  }

  /** Hashes of those that are not served any more, and were not for some time. */
  private async outdated(known: readonly Release<ExperimentSnapshot>[], now: Date): Promise<ReadonlySet<string>> {
    const seeming = this.seemOutdated(known, now);
    if (seeming.size === 0) return seeming;
    await this.store.releases.refresh(); // another process may serve what this one has not heard of yet
    return this.seemOutdated(known, now);
  }

  private seemOutdated(known: readonly Release<ExperimentSnapshot>[], now: Date): ReadonlySet<string> {
    const { releases } = this.store;
    const replaced = known.filter(({ kind, key, hash }) => releases.head(kind, key)?.hash !== hash);
    return new Set(
      replaced.filter(({ kind, key }) => isPast(releases.movedAt(kind, key), now)).map(({ hash }) => hash),
    );
  }

  /** What units were exposed to first, by `placeOf`, where that has a say. */
  private async earlier(
    given: readonly ExposureInput[],
    releases: Known,
  ): Promise<ReadonlyMap<string, EarlierExposure>> {
    const kept = given.filter(({ unit, experiment, release }) => {
      const { kind, body } = releases.get(release) ?? {};
      return kind === 'experiment' && body!.key === experiment && !unitProblem(unit) && keepsUnits(body!);
    });
    const firsts = kept.length > 0 ? await this.store.events.firstExposures(distinct(kept)) : [];
    return new Map(firsts.map((first) => [placeOf(first), first]));
  }
}

type Known = ReadonlyMap<string, Release<ExperimentSnapshot>>;
type Place = Pick<Exposure, 'unit' | 'experiment'>;

const placeOf = ({ unit, experiment }: Place): string => `${unit}\0${experiment}`;
const distinct = (places: readonly Place[]): Place[] => [
  ...new Map(places.map((place) => [placeOf(place), place])).values(),
];

/** Why it is the exposure of nothing that could have assigned the unit. */
function problemOf(
  given: ExposureInput,
  release: Release<ExperimentSnapshot> | undefined,
  outdated: ReadonlySet<string>,
): string | undefined {
  const problem = unitProblem(given.unit);
  if (problem) return problem;
  if (given.at.getTime() < 0) return '`at` is before 1970';
  if (release?.kind !== 'experiment') return `there is no release ${given.release} of an experiment`;
  if (!outdated.has(release.hash)) return undefined;
  return `the release has not been served for more than ${graceDays} days`;
}

function rejection(index: number, reason: string): RejectedExposure {
  const { code, message } = new DomainError('EXPOSURE_INVALID', { reason });
  return { index, code, message };
}
