import type { Releases } from '@trialogue/store';
import {
  type Applied,
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  refuseProblems,
  type Tables,
} from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import type { Author } from './change.record';
import { specProblems } from './experiment.check';
import { type Experiment, ExperimentStatus } from './experiment.entity';
import { type ApplyExperimentInput, DeclaredStatus } from './experiment.input';
import { lockOf } from './experiment.service';
import { specOf } from './experiment.spec';
import type { ExperimentStates } from './experiment.states';
import { createDraft, readWhole, writeSpec } from './experiment.writes';
import type { VariantPlanner } from './variant.plan';

/**
 * Brings the experiments to what files say: creates, rewrites drafts, starts. What has started keeps what units get, and
 * what an operator paused or stopped stays so.
 */
export class ExperimentApply {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly states: ExperimentStates,
    private readonly planner: VariantPlanner,
    private readonly clock: () => Date,
    private readonly ids: () => string,
  ) {}

  async apply(entries: readonly ApplyExperimentInput[], by: string): Promise<Applied[]> {
    await this.releases.refresh();
    const applied = await applyEach(
      this.tables,
      entries,
      ({ key }) => key,
      lockOf,
      (manager, entry) => this.applyOne(manager, entry, { by, at: this.clock() }),
    );
    await this.releases.refresh();
    return applied;
  }

  private async applyOne(manager: EntityManager, entry: ApplyExperimentInput, author: Author): Promise<ApplyResult> {
    const spec = specOf(entry);
    refuseProblems(`Experiment ${spec.key}`, specProblems(spec));
    const before = await readWhole(manager, spec.key);
    const { whole, changed } = before
      ? await writeSpec(manager, before, spec, author)
      : { whole: await createDraft(manager, spec, this.ids(), author), changed: true };
    const isDraft = whole.experiment.status === ExperimentStatus.DRAFT;
    const starts = isDraft && entry.status === DeclaredStatus.RUNNING;
    if (starts) await this.states.start(manager, whole, author);
    return {
      outcome: before ? (changed || starts ? ApplyOutcome.UPDATED : ApplyOutcome.UNCHANGED) : ApplyOutcome.CREATED,
      note: noteOn(whole.experiment, entry.status),
      // What would keep a draft from being started.
      problems: isDraft && !starts ? this.planner.variantProblems(spec.variants.map(({ config }) => config)) : [],
    };
  }
}

/** Where the experiment stands when that is not what the file asks for. */
function noteOn({ key, status }: Experiment, declared: DeclaredStatus): string | undefined {
  switch (status) {
    case ExperimentStatus.RUNNING:
      if (declared === DeclaredStatus.RUNNING) return undefined;
      return `${key} is RUNNING, and no file stops it: use \`pauseExperiment\` or \`stopExperiment\`.`;
    case ExperimentStatus.PAUSED:
      return `${key} was paused and stays so: use \`startExperiment\` to let it go on.`;
    case ExperimentStatus.STOPPED:
      return `${key} was stopped and stays so: start another under a new key.`;
    case ExperimentStatus.ARCHIVED:
      return `${key} is archived and stays so: take it out of the file, or start another under a new key.`;
    default:
      return undefined;
  }
}
