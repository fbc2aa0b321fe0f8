import type { VariantSnapshot } from '@trialogue/assignment';
import { type Asked, type Decision, type Decisions, exposureOf } from '@trialogue/decisions';
import { DomainError } from '@trialogue/errors';
import { asStoreError, type Store } from '@trialogue/store';
import { isName, type Tables } from '@trialogue/subgraph';
import { In } from 'typeorm';
import type { Assignment, AssignmentOutcome } from './assignment';
import { checkCount, checked } from './assignment.check';
import type { AssignmentRequest } from './assignment.input';
import { Experiment } from './experiment.entity';
import { Variant } from './variant.entity';

/** Says what units get, and records whom that exposes. */
export class AssignmentService {
  constructor(
    private readonly tables: Tables,
    private readonly decisions: Decisions,
    private readonly events: Pick<Store['events'], 'exposeAll'>,
  ) {}

  /** Records nothing. Throws EXPERIMENT_NOT_FOUND, EXPERIMENT_NOT_RUNNING for what never started, BAD_USER_INPUT. */
  async look(request: AssignmentRequest): Promise<Assignment> {
    const asked = checked(request);
    const decision = await this.decisions.look(asked);
    if (!decision) throw await this.whyNone(asked.experiment);
    return answer(decision);
  }

  /**
   * Records the exposure of a unit that takes part, once. Throws what `look` does, and STORE_UNAVAILABLE rather than
   * answering with an exposure that was not recorded, or when the unit's earlier exposures cannot be read.
   */
  async assign(request: AssignmentRequest): Promise<Assignment> {
    const asked = checked(request);
    const decision = await this.decisions.decide(asked);
    if (!decision) throw await this.whyNone(asked.experiment);
    await this.record([decision]);
    return answer(decision);
  }

  /** In the order of the requests. What is wrong with one is its own; the exposures of all are recorded, or of none. */
  async assignMany(requests: readonly AssignmentRequest[]): Promise<AssignmentOutcome[]> {
    checkCount('requests', requests);
    const asked = requests.map((request) => orRefused(() => checked(request)));
    const good = asked.filter((one): one is Asked => !(one instanceof DomainError));
    const decisions = await this.decisions.decideAll(good);
    const missing = await this.whyMissing(good.filter((_, index) => !decisions[index]));
    await this.record(decisions.filter((decision) => decision !== undefined));
    return asked.map((one) => {
      if (one instanceof DomainError) return refused(one);
      const decision = decisions.shift();
      return decision ? { assignment: answer(decision), error: null } : refused(missing.get(one.experiment)!);
    });
  }

  private async record(decisions: readonly Decision[]): Promise<void> {
    const exposures = decisions.flatMap((decision) => exposureOf(decision) ?? []);
    if (exposures.length > 0) await this.events.exposeAll(exposures);
  }

  private async whyNone(experiment: string): Promise<DomainError> {
    const missing = await this.whyMissing([{ experiment }]);
    return missing.get(experiment)!;
  }

  /** Nothing of them is published: there are none, or they never started, or are archived. */
  private async whyMissing(asked: readonly Pick<Asked, 'experiment'>[]): Promise<ReadonlyMap<string, DomainError>> {
    const keys = [...new Set(asked.map(({ experiment }) => experiment))];
    const statuses = await this.statusesOf(keys.filter(isName));
    return new Map(
      keys.map((experiment) => {
        const status = statuses.get(experiment);
        return [
          experiment,
          status
            ? new DomainError('EXPERIMENT_NOT_RUNNING', { experiment, status })
            : new DomainError('EXPERIMENT_NOT_FOUND', { experiment }),
        ];
      }),
    );
  }

  private async statusesOf(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (keys.length === 0) return new Map();
    const found = await this.tables.manager
      .find(Experiment, { select: { key: true, status: true }, where: { key: In(keys) } })
      .catch((error) => {
        throw asStoreError(error);
      });
    return new Map(found.map(({ key, status }) => [key, status]));
  }
}

function orRefused<Value>(work: () => Value): Value | DomainError {
  try {
    return work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

const refused = ({ code, message, retryable }: DomainError): AssignmentOutcome => ({
  assignment: null,
  error: { code, message, retryable },
});

function answer({ unit, release, assignment, stale }: Decision): Assignment {
  const { variant, ...rest } = assignment;
  const experimentKey = release.body.key;
  return {
    ...{ ...rest, experimentKey, unit, release: release.hash, stale },
    variant: variant && publishedVariant(experimentKey, variant),
  };
}

/** A variant as the release has it, without asking the database. */
function publishedVariant(experimentKey: string, { config, value = null, ...rest }: VariantSnapshot): Variant {
  return Object.assign(new Variant(), { experimentKey, ...rest, value, resolved: config });
}
