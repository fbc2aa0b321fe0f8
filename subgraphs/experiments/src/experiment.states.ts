import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Releases } from '@trialogue/store';
import { refuseProblems, sqlOf } from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import { statedBy } from './change.difference';
import { type Author, recordChange } from './change.record';
import { type Experiment, ExperimentStatus } from './experiment.entity';
import { readinessProblems } from './experiment.readiness';
import { updatedSpec, type Whole } from './experiment.spec';
import { ExperimentAct, stateAfter } from './experiment.transitions';
import type { Variant } from './variant.entity';
import type { VariantPlanner } from './variant.plan';

/**
 * Moves experiments between their states and publishes what units get then, in the transaction of a manager. Each throws
 * EXPERIMENT_STATE where the experiment cannot go.
 */
export class ExperimentStates {
  constructor(
    private readonly releases: Releases,
    private readonly planner: VariantPlanner,
  ) {}

  /**
   * Starts a draft, or lets a paused experiment go on as it was. What a draft's configs refer to is looked up now and
   * never again, so that a label moved later changes no arm. Throws CONFIG_INVALID with every problem.
   */
  start(manager: EntityManager, whole: Whole, author: Author): Promise<Whole> {
    const { experiment, variants } = whole;
    const isDraft = experiment.status === ExperimentStatus.DRAFT;
    return this.move(manager, whole, ExperimentAct.START, author, async () => {
      if (!isDraft) return;
      this.refuseUnready(whole);
      for (const variant of variants) {
        const { config, pins, arm } = this.planner.plan({ config: variant.written, value: variant.value });
        Object.assign(variant, { resolved: config, pins, arm });
      }
      await manager.save([...variants]);
      experiment.startedAt = author.at;
    });
  }

  pause(manager: EntityManager, whole: Whole, author: Author): Promise<Whole> {
    return this.move(manager, whole, ExperimentAct.PAUSE, author);
  }

  /** `winner` is one of the variants: everybody gets it from now on. */
  stop(manager: EntityManager, whole: Whole, author: Author, winner: string | null): Promise<Whole> {
    return this.move(manager, whole, ExperimentAct.STOP, author, () => {
      Object.assign(whole.experiment, { winnerKey: winner, stoppedAt: author.at });
    });
  }

  /** What was given goes: a winner too. */
  archive(manager: EntityManager, whole: Whole, author: Author): Promise<Whole> {
    return this.move(manager, whole, ExperimentAct.ARCHIVE, author);
  }

  private async move(
    manager: EntityManager,
    whole: Whole,
    act: Exclude<ExperimentAct, ExperimentAct.CREATE>,
    author: Author,
    work: () => void | Promise<void> = () => undefined,
  ): Promise<Whole> {
    const status = stateAfter(act, whole.experiment);
    const before = statedBy(whole);
    await work();
    whole.experiment.status = status;
    await this.publish(manager, whole);
    await recordChange(manager, act, author, whole, before);
    return whole;
  }

  /** Nothing of what was never started. */
  private async publish(manager: EntityManager, { experiment, variants }: Whole): Promise<void> {
    if (experiment.startedAt === null) return;
    const body = snapshotOf(experiment, variants);
    const refs = body.variants.flatMap(({ pins }) => Object.values(pins));
    const release = { kind: 'experiment', key: experiment.key, schema: 1, body, refs };
    experiment.releaseHash = (await this.releases.publish(sqlOf(manager), release)).hash;
  }

  private refuseUnready(whole: Whole): void {
    const { experiment, variants } = whole;
    refuseProblems(`Experiment ${experiment.key}`, [
      ...readinessProblems(updatedSpec(whole, {}), this.releases),
      ...this.planner.variantProblems(variants.map(({ written }) => written)),
    ]);
  }
}

/** An archived experiment is to units what one is that was stopped without a winner: its results stay, nobody gets anything. */
function snapshotOf(experiment: Experiment, variants: readonly Variant[]): ExperimentSnapshot {
  const { key, unitType, salt, allocation, traffic, winnerKey } = experiment;
  const isArchived = experiment.status === ExperimentStatus.ARCHIVED;
  const status = (isArchived ? ExperimentStatus.STOPPED : experiment.status) as ExperimentSnapshot['status'];
  return {
    ...{ key, unitType, status, salt, allocation, traffic },
    variants: variants.map(({ key, weight, isControl, value, executionStrategy, resolved, pins, arm }) => ({
      ...{ key, weight, isControl, executionStrategy, config: resolved!, pins: pins!, arm: arm! },
      ...(value !== null && { value }),
    })),
    ...(winnerKey !== null && !isArchived && { winner: winnerKey }),
  };
}
