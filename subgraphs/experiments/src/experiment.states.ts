import type { Releases } from '@trialogue/store';
import { refuseProblems, sqlOf } from '@trialogue/subgraph';
import type { ListedHeads } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { statedBy } from './change.difference';
import { type Author, recordChange } from './change.record';
import { ExperimentStatus } from './experiment.entity';
import { readinessProblems } from './experiment.readiness';
import { snapshotOf } from './experiment.snapshot';
import { updatedSpec, type Whole } from './experiment.spec';
import { ExperimentAct, stateAfter } from './experiment.transitions';
import { partitionProblems } from './layer.check';
import { VariantPlanner } from './variant.plan';

/**
 * Moves experiments between their states and publishes what units get then, in the transaction of a manager. Each throws
 * EXPERIMENT_STATE where the experiment cannot go.
 */
export class ExperimentStates {
  constructor(
    private readonly releases: Releases,
    private readonly heads: ListedHeads,
  ) {}

  /** The same, with what is published taken to be this. */
  with(heads: ListedHeads): ExperimentStates {
    return new ExperimentStates(this.releases, heads);
  }

  /**
   * Starts a draft, or lets a paused experiment go on as it was. What a draft's configs refer to is looked up now and
   * never again, so that a label moved later changes no arm. Throws CONFIG_INVALID with every problem.
   */
  start(manager: EntityManager, whole: Whole, author: Author): Promise<Whole> {
    const { experiment, variants } = whole;
    const isDraft = experiment.status === ExperimentStatus.DRAFT;
    return this.move(manager, whole, ExperimentAct.START, author, async () => {
      if (!isDraft) return;
      await this.refuseUnready(manager, whole, author.at);
      const planner = new VariantPlanner(this.heads);
      for (const variant of variants) {
        const { config, pins, arm } = planner.plan({ config: variant.written, value: variant.value });
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
  private async publish(manager: EntityManager, whole: Whole): Promise<void> {
    const { experiment } = whole;
    if (experiment.startedAt === null) return;
    const body = snapshotOf(whole, this.heads);
    const refs = body.variants.flatMap(({ pins }) => Object.values(pins));
    const release = { kind: 'experiment', key: experiment.key, schema: 1, body, refs };
    experiment.releaseHash = (await this.releases.publish(sqlOf(manager), release)).hash;
  }

  private async refuseUnready(manager: EntityManager, whole: Whole, now: Date): Promise<void> {
    const { experiment, variants } = whole;
    refuseProblems(`Experiment ${experiment.key}`, [
      ...readinessProblems(updatedSpec(whole, {}), this.heads),
      ...(await partitionProblems(manager, this.heads, experiment.key, experiment.rules, now)),
      ...new VariantPlanner(this.heads).variantProblems(variants.map(({ written }) => written)),
    ]);
  }
}
