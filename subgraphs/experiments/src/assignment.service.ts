import {
  assign,
  type Assignment as Decision,
  type ExperimentSnapshot,
  type VariantSnapshot,
} from '@trialogue/assignment';
import { DomainError } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { asStoreError, type Release, type Store } from '@trialogue/store';
import { isName, type Tables, textProblems } from '@trialogue/subgraph';
import type { Assignment } from './assignment';
import { longestUnit } from './assignment.limits';
import { Experiment } from './experiment.entity';
import { Variant } from './variant.entity';

/** Says what units get, from the releases in memory. */
export class AssignmentService {
  constructor(
    private readonly tables: Tables,
    private readonly store: Pick<Store, 'releases' | 'events' | 'transaction'>,
    private readonly clock: () => Date,
  ) {}

  /** Records nothing. Throws EXPERIMENT_NOT_FOUND, EXPERIMENT_NOT_RUNNING for what never started, BAD_USER_INPUT. */
  async look(experiment: string, unit: string, attributes: JsonObject = {}): Promise<Assignment> {
    return (await this.decide(experiment, unit, attributes)).assignment;
  }

  /**
   * Records the exposure of a unit that takes part, once. Throws what `look` does, and STORE_UNAVAILABLE rather than
   * answering with an exposure that was not recorded.
   */
  async assign(experiment: string, unit: string, attributes: JsonObject = {}): Promise<Assignment> {
    const { assignment, decision, release } = await this.decide(experiment, unit, attributes);
    const { variant, inExperiment, allocation, bucket, propensity, reason } = decision;
    if (variant && inExperiment) {
      const at = this.clock().toISOString();
      const given = { variant: variant.key, arm: variant.arm, bucket, propensity, reason };
      const exposure = { unit, experiment, allocation, release: release.hash, ...given, standIn: false, at };
      await this.store.transaction((sql) => this.store.events.expose(sql, exposure));
    }
    return assignment;
  }

  private async decide(experiment: string, unit: string, attributes: JsonObject) {
    const [problem] = textProblems(unit, 1, longestUnit, ['unit']);
    if (problem) throw new DomainError('BAD_USER_INPUT', { problem: `\`unit\` ${problem.message}.` });
    const release = this.store.releases.head<ExperimentSnapshot>('experiment', experiment);
    if (!release) throw await this.whyNone(experiment);
    const decision = assign(release.body, { unit, attributes, at: this.clock().getTime() });
    return { release, decision, assignment: this.answer(release, unit, decision) };
  }

  private answer({ body }: Release<ExperimentSnapshot>, unit: string, decision: Decision): Assignment {
    const { variant, inExperiment, bucket, propensity, trace } = decision;
    return {
      ...{ experimentKey: body.key, unit, inExperiment, bucket, propensity, trace, stale: this.store.releases.stale },
      reason: decision.reason,
      variant: variant && publishedVariant(body.key, variant),
    };
  }

  private async whyNone(experiment: string): Promise<DomainError> {
    const found = isName(experiment) ? await this.find(experiment) : null;
    if (!found) return new DomainError('EXPERIMENT_NOT_FOUND', { experiment });
    return new DomainError('EXPERIMENT_NOT_RUNNING', { experiment, status: found.status });
  }

  private find(key: string): Promise<Experiment | null> {
    return this.tables.manager.findOneBy(Experiment, { key }).catch((error) => {
      throw asStoreError(error);
    });
  }
}

/** A variant as the release has it, without asking the database. */
function publishedVariant(experimentKey: string, { config, value = null, ...rest }: VariantSnapshot): Variant {
  return Object.assign(new Variant(), { experimentKey, ...rest, value, resolved: config });
}
