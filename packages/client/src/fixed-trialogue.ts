import type { Json } from '@trialogue/assignment';
import type { LocalAssignment } from './assigning';
import type { ExperimentDefinition } from './definitions/definition';
import { experimentsWithAPast } from './earlier-exposures';
import { LocalDecisions } from './local-decisions';
import type { EarlierExposures } from './subject';
import type { AssignmentRequest, FlagTypes, Outcome, SendingCounts, Source, Trialogue } from './trialogue';

/** For tests of what calls it: assigns by definitions that never change, and remembers instead of recording. */
export interface FixedTrialogue<Flags extends object = FlagTypes> extends Trialogue<Flags> {
  /** What units met, in order. */
  readonly exposed: readonly LocalAssignment<unknown>[];
  /** What was tracked, in order. */
  readonly tracked: readonly { readonly type: string; readonly unit: string; readonly data?: object }[];
}

export const createFixedTrialogue = <Flags extends object = FlagTypes>(
  definitions: readonly ExperimentDefinition[],
): FixedTrialogue<Flags> => new Fixed<Flags>(definitions);

/** A flag that gives everybody the same value. */
export const definitionOf = (key: string, value: Json): ExperimentDefinition => ({
  key,
  release: `fixed:${key}`,
  snapshot: {
    key,
    unitType: 'user',
    status: 'RUNNING',
    salt: key,
    allocation: 1,
    traffic: 1,
    variants: [{ key: 'on', weight: 1, isControl: true, value, executionStrategy: 'none', arm: `fixed:${key}` }],
  },
});

class Fixed<Flags extends object> extends LocalDecisions<Flags> implements FixedTrialogue<Flags> {
  readonly source: Source = 'product';
  readonly exposed: LocalAssignment<unknown>[] = [];
  readonly tracked: { type: string; unit: string; data?: object }[] = [];

  constructor(experiments: readonly ExperimentDefinition[]) {
    super();
    this.known.apply({ version: 'fixed', complete: true, stale: false, experiments, removed: [] });
  }

  get exposures(): SendingCounts {
    return { waiting: 0, recorded: this.exposed.length, dropped: 0 };
  }

  get events(): SendingCounts {
    return { waiting: 0, recorded: this.tracked.length, dropped: 0 };
  }

  async ready(): Promise<Source> {
    return this.source;
  }

  async earlierExposures(): Promise<EarlierExposures> {
    return this.nothing();
  }

  track(type: string, event: { unit: string; data?: { readonly [name: string]: Json } }): void {
    this.tracked.push({ type, ...event });
  }

  async flush(): Promise<void> {}

  async close(): Promise<void> {}

  /** Nobody was ever exposed to anything before. */
  protected async assignThere(requests: readonly AssignmentRequest[]): Promise<Outcome[]> {
    const sticky = this.nothing();
    return requests.map(({ experiment, ...subject }) => this.outcome(experiment, { ...subject, sticky }));
  }

  private nothing(): EarlierExposures {
    return Object.fromEntries(experimentsWithAPast(this.known).map((key) => [key, null]));
  }

  protected putDown(given: LocalAssignment<unknown>): void {
    if (given.variant && given.inExperiment) this.exposed.push(given);
  }
}
