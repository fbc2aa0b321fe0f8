import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError, type Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import { refuseProblems, writeRow } from '@trialogue/subgraph';
import type { ListedHeads } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { statedBy } from './change.difference';
import { type Author, recordChange } from './change.record';
import { allocatorProblems } from './experiment.allocator.check';
import { allocationAfter, behaviourChanges, movesOf } from './experiment.behaviour';
import { budgetProblems, type IsPriced } from './experiment.budget.check';
import { ExperimentStatus } from './experiment.entity';
import { publishExperiment } from './experiment.publisher';
import { nobodyProblems, readinessProblems } from './experiment.readiness';
import { type ExperimentSpec, isSame, updatedSpec, type Whole } from './experiment.spec';
import { ExperimentAct, stateAfter } from './experiment.transitions';
import { rewriteDraft, rewriteStarted } from './experiment.writes';
import { partitionProblems } from './layer.check';
import { dependents, prerequisiteProblems } from './prerequisite';
import { VariantPlanner } from './variant.plan';

/**
 * Moves experiments between their states and publishes what units get then, in the transaction of a manager. Each throws
 * EXPERIMENT_STATE where the experiment cannot go.
 */
export class ExperimentStates {
  private readonly planner: VariantPlanner;

  constructor(
    private readonly releases: Releases,
    private readonly heads: ListedHeads,
    private readonly isPriced: IsPriced,
  ) {
    this.planner = new VariantPlanner(heads);
  }

  /** The same, with what is published taken to be this. */
  with(heads: ListedHeads): ExperimentStates {
    return new ExperimentStates(this.releases, heads, this.isPriced);
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
      refuseProblems(`Experiment ${experiment.key}`, await this.unreadiness(manager, whole, author.at));
      const plans = variants.map(({ written, value }) => this.planner.plan({ config: written, value }));
      refuseProblems(`Experiment ${experiment.key}`, budgetProblems(plans, this.heads, this.isPriced));
      for (const [index, { config, pins, arm }] of plans.entries())
        Object.assign(variants[index]!, { resolved: config, pins, arm });
      for (const variant of variants) await writeRow(manager, variant);
      experiment.startedAt = author.at;
    });
  }

  /**
   * Brings an experiment to a spec. What has started keeps its variants, and what they run; a change of who takes part or
   * of how many get what is its next allocation, and needs a spec that says so. Throws CONFIG_INVALID, EXPERIMENT_STATE.
   *
   * @param mayDraw whether who gets what may be drawn again
   */
  async update(
    manager: EntityManager,
    whole: Whole,
    spec: ExperimentSpec,
    author: Author,
    mayDraw: boolean,
  ): Promise<{ readonly whole: Whole; readonly changed: boolean; readonly moves: readonly string[] }> {
    if (isSame(whole, spec)) return { whole, changed: false, moves: [] };
    const { status } = whole.experiment;
    stateAfter(ExperimentAct.UPDATE, whole.experiment);
    const before = statedBy(whole);
    const record = (after: Whole) => recordChange(manager, ExperimentAct.UPDATE, author, after, before);
    if (status === ExperimentStatus.DRAFT) {
      const after = await rewriteDraft(manager, whole, spec);
      await record(after);
      return { whole: after, changed: true, moves: [] };
    }
    const changes = behaviourChanges(whole, spec);
    const allocation = allocationAfter(whole, spec, changes, mayDraw);
    if (status !== ExperimentStatus.STOPPED)
      refuseProblems(`Experiment ${spec.key}`, [
        ...nobodyProblems(spec),
        ...(isSameAllocator(whole, spec) ? [] : allocatorProblems(spec, this.heads)),
        ...(await namedProblems(manager, this.heads, spec, author.at)),
      ]);
    const after = await rewriteStarted(manager, whole, spec, allocation);
    await publishExperiment(manager, this.releases, this.heads, after);
    await record(after);
    return { whole: after, changed: true, moves: movesOf(changes, spec) };
  }

  /** Gives an experiment that runs other weights, all of which sum to 1, as its next allocation. */
  async allocate(
    manager: EntityManager,
    whole: Whole,
    weights: ReadonlyMap<string, number>,
    author: Author,
    because: JsonObject,
  ): Promise<Whole> {
    const before = statedBy(whole);
    for (const variant of whole.variants) {
      variant.weight = weights.get(variant.key)!;
      await writeRow(manager, variant);
    }
    whole.experiment.allocation += 1;
    await publishExperiment(manager, this.releases, this.heads, whole);
    await recordChange(manager, ExperimentAct.ALLOCATE, author, whole, before, { because });
    return whole;
  }

  pause(manager: EntityManager, whole: Whole, author: Author): Promise<Whole> {
    return this.move(manager, whole, ExperimentAct.PAUSE, author);
  }

  /** `winner` is one of the variants: everybody who is targeted gets it from now on. */
  stop(manager: EntityManager, whole: Whole, author: Author, winner: string | null): Promise<Whole> {
    return this.move(manager, whole, ExperimentAct.STOP, author, () => {
      Object.assign(whole.experiment, { winnerKey: winner, stoppedAt: author.at });
    });
  }

  /** What was given goes: a winner too. Throws EXPERIMENT_PINNED while another lets units in by it. */
  async archive(manager: EntityManager, whole: Whole, author: Author): Promise<Whole> {
    const [dependent] = await dependents(manager, whole.experiment.key);
    if (dependent)
      throw new DomainError('EXPERIMENT_PINNED', {
        experiment: whole.experiment.key,
        by: `the experiment ${dependent.key}`,
      });
    return this.move(manager, whole, ExperimentAct.ARCHIVE, author);
  }

  private async move(
    manager: EntityManager,
    whole: Whole,
    act: Exclude<ExperimentAct, ExperimentAct.CREATE | ExperimentAct.ALLOCATE>,
    author: Author,
    work: () => void | Promise<void> = () => undefined,
  ): Promise<Whole> {
    const status = stateAfter(act, whole.experiment);
    const before = statedBy(whole);
    await work();
    whole.experiment.status = status;
    await publishExperiment(manager, this.releases, this.heads, whole);
    await recordChange(manager, act, author, whole, before);
    return whole;
  }

  private async unreadiness(manager: EntityManager, whole: Whole, now: Date): Promise<Problem[]> {
    const { variants } = whole;
    const spec = updatedSpec(whole, {});
    return [
      ...readinessProblems(spec, this.heads, now),
      ...(await namedProblems(manager, this.heads, spec, now)),
      ...this.planner.variantProblems(variants.map(({ written }) => written)),
    ];
  }
}

/** What runs already is not asked again. */
const isSameAllocator = ({ experiment }: Whole, { rules }: ExperimentSpec) =>
  canonicalJson(experiment.rules.allocator ?? null) === canonicalJson(rules.allocator ?? null);

/** What of others keeps an experiment from going by its rules now. */
async function namedProblems(manager: EntityManager, heads: ListedHeads, spec: ExperimentSpec, now: Date) {
  return [
    ...(await partitionProblems(manager, heads, spec.key, spec.rules, now)),
    ...(await prerequisiteProblems(manager, spec)),
  ];
}
