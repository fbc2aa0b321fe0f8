import type { ExperimentSnapshot } from '@trialogue/assignment';
import { localExposure } from '@trialogue/decisions';
import { DomainError } from '@trialogue/errors';
import type { Exposure, Release, Store } from '@trialogue/store';
import { checkCount, unitProblem } from './assignment.check';
import type { ExposureInput } from './exposure.input';
import type { RecordedExposures, RejectedExposure } from './recorded-exposures';

const hashForm = /^[0-9a-f]{64}$/;

/** Records exposures of assignments that others made from releases. */
export class ExposureService {
  constructor(
    private readonly store: {
      readonly releases: Pick<Store['releases'], 'get'>;
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
    const now = this.clock();
    const found = given.map((one) => whatItIs(one, releases.get(one.release), now));
    const exposures = found.filter((one): one is Exposure => typeof one !== 'string');
    const drawn = exposures.filter(({ reason }) => reason !== 'STICKY');
    const firsts = drawn.length > 0 ? await this.store.events.exposeAll(drawn) : [];
    const unfounded = await this.unfounded(exposures.filter(({ reason }) => reason === 'STICKY'));
    const rejected = found.flatMap((one, index) => {
      if (typeof one === 'string') return rejection(index, one);
      return unfounded.has(one) ? rejection(index, 'the unit was not exposed to it in that allocation before') : [];
    });
    const accepted = firsts.filter(Boolean).length;
    return { accepted, duplicates: given.length - accepted - rejected.length, rejected };
  }

  private async releasesOf(given: readonly ExposureInput[]) {
    const hashes = [...new Set(given.map(({ release }) => release))].filter((hash) => hashForm.test(hash));
    const releases = await Promise.all(hashes.map((hash) => this.store.releases.get<ExperimentSnapshot>(hash)));
    return new Map(hashes.map((hash, index) => [hash, releases[index]]));
  }

  /** Who keeps a variant has met it before: there is nothing to record, but it must be so. */
  private async unfounded(kept: readonly Exposure[]): Promise<ReadonlySet<Exposure>> {
    if (kept.length === 0) return new Set();
    const firsts = await this.store.events.firstExposures(kept);
    const known = new Set(firsts.map(placeOf));
    return new Set(kept.filter((one) => !known.has(placeOf(one))));
  }
}

function whatItIs(
  given: ExposureInput,
  release: Release<ExperimentSnapshot> | undefined,
  now: Date,
): Exposure | string {
  const problem = unitProblem(given.unit);
  if (problem) return problem;
  if (given.at.getTime() < 0) return '`at` is before 1970';
  if (release?.kind !== 'experiment') return `there is no release ${given.release} of an experiment`;
  return localExposure(release, given, now);
}

const placeOf = ({
  unit,
  experiment,
  allocation,
  variant,
}: Pick<Exposure, 'unit' | 'experiment' | 'allocation' | 'variant'>) =>
  `${unit}\0${experiment}\0${allocation}\0${variant}`;

function rejection(index: number, reason: string): RejectedExposure {
  const { code, message } = new DomainError('EXPOSURE_INVALID', { reason });
  return { index, code, message };
}
