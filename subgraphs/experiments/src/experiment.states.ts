import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Releases } from '@trialogue/store';
import { below, refuseProblems, sqlOf } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { startProblems } from './experiment.check';
import { type Experiment, ExperimentStatus } from './experiment.entity';
import type { Whole } from './experiment.spec';
import { saveChange } from './experiment.writes';
import type { Variant } from './variant.entity';
import type { VariantPlanner } from './variant.plan';

/** Moves experiments between their states and publishes what units get then, in the transaction of a manager. */
export class ExperimentStates {
  constructor(
    private readonly releases: Releases,
    private readonly planner: VariantPlanner,
    private readonly clock: () => Date,
  ) {}

  /** The same, for configs that are read otherwise. */
  with(planner: VariantPlanner): ExperimentStates {
    return new ExperimentStates(this.releases, planner, this.clock);
  }

  /**
   * Starts a draft: what its configs refer to is looked up now and never again, so that a label moved later changes no
   * arm. Throws CONFIG_INVALID with every problem.
   */
  async start(manager: EntityManager, whole: Whole): Promise<void> {
    const { experiment, variants } = whole;
    refuseProblems(`Experiment ${experiment.key}`, [
      ...startProblems(variants),
      ...variants.flatMap(({ written }, index) =>
        this.planner.problems(written).map(below('variants', index, 'config')),
      ),
    ]);
    for (const variant of variants) {
      const { config, pins, arm } = this.planner.plan(variant.written);
      Object.assign(variant, { resolved: config, pins, arm });
    }
    await manager.save([...variants]);
    experiment.startedAt = this.clock();
    await this.move(manager, whole, ExperimentStatus.RUNNING);
  }

  /** Throws nothing of its own: whoever calls has seen that the state may follow. */
  async move(manager: EntityManager, whole: Whole, status: PublishedStatus): Promise<void> {
    const { experiment, variants } = whole;
    experiment.status = status;
    const body = snapshotOf(experiment, variants, status);
    const refs = body.variants.flatMap(({ pins }) => Object.values(pins));
    const release = { kind: 'experiment', key: experiment.key, schema: 1, body, refs };
    experiment.releaseHash = (await this.releases.publish(sqlOf(manager), release)).hash;
    await saveChange(manager, experiment);
  }
}

type PublishedStatus = ExperimentStatus.RUNNING | ExperimentStatus.PAUSED | ExperimentStatus.STOPPED;

function snapshotOf(experiment: Experiment, variants: readonly Variant[], status: PublishedStatus): ExperimentSnapshot {
  const { key, unitType, salt, allocation, traffic, winnerKey } = experiment;
  return {
    ...{ key, unitType, status, salt, allocation, traffic },
    variants: variants.map(({ key, weight, isControl, executionStrategy, resolved, pins, arm }) => ({
      ...{ key, weight, isControl, executionStrategy, config: resolved!, pins: pins!, arm: arm! },
    })),
    ...(winnerKey !== null && { winner: winnerKey }),
  };
}
