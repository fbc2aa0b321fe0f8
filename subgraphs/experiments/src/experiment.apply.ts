import type { Problem } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import {
  type Applied,
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  assumedHeads,
  refuseProblems,
  type Tables,
  type Trial,
} from '@trialogue/subgraph';
import { type ListedHeads, shown } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import type { Author } from './change.record';
import { withChosenWeights, withNextAllocation } from './experiment.allocator';
import { allocatorProblems } from './experiment.allocator.check';
import { specProblems } from './experiment.check';
import { type Experiment, ExperimentStatus } from './experiment.entity';
import { type ApplyExperimentInput, DeclaredStatus } from './experiment.input';
import { lockOf } from './experiment.service';
import { type ExperimentSpec, specOf } from './experiment.spec';
import { experimentStates } from './experiment.state';
import type { ExperimentStates } from './experiment.states';
import { createDraft, readWhole } from './experiment.writes';
import type { ModelAliases } from './model-aliases';
import { VariantPlanner } from './variant.plan';

/**
 * Brings the experiments to what files say: creates, rewrites drafts, starts. What has started keeps what units get, and
 * what an operator paused or stopped stays so.
 */
export class ExperimentApply {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly states: ExperimentStates,
    private readonly clock: () => Date,
    private readonly ids: () => string,
    private readonly aliases?: Pick<ModelAliases, 'lookFor'>,
  ) {}

  /** @param mayDraw whether who gets what in a running experiment may be drawn again */
  apply(entries: readonly ApplyExperimentInput[], by: string, trial: Trial, mayDraw: boolean): Promise<Applied[]> {
    const heads = assumedHeads(this.releases, trial);
    return applyEach(this.tables, this.releases, entries, trial, {
      kind: 'experiment',
      subjectOf: ({ key }) => key,
      lockOf,
      statesOf: experimentStates,
      prepare: async () =>
        this.aliases?.lookFor(entries.flatMap(({ variants }) => variants.map(({ config = null }) => config))),
      apply: async (manager, entry) => {
        const result = await this.applyOne(manager, entry, heads, { by, at: this.clock() }, mayDraw);
        return trial.dryRun ? { ...result, note: result.note ?? noMetricNote(entry, heads) } : result;
      },
    });
  }

  private async applyOne(
    manager: EntityManager,
    entry: ApplyExperimentInput,
    heads: ListedHeads,
    author: Author,
    mayDraw: boolean,
  ): Promise<ApplyResult> {
    const given = specOf(entry);
    const planner = new VariantPlanner(heads);
    refuseProblems(`Experiment ${given.key}`, [...allProblems(given, planner), ...numberProblems(given)]);
    const before = await readWhole(manager, given.key);
    const spec = before ? withNextAllocation(before, withChosenWeights(before, given)) : given;
    const states = this.states.with(heads);
    const { whole, changed, moves } = before
      ? await states.update(manager, before, spec, author, mayDraw)
      : { whole: await createDraft(manager, spec, this.ids(), author), changed: true, moves: [] };
    const isDraft = whole.experiment.status === ExperimentStatus.DRAFT;
    const starts = isDraft && entry.status === DeclaredStatus.RUNNING;
    if (starts) await states.start(manager, whole, author);
    return {
      outcome: before ? (changed || starts ? ApplyOutcome.UPDATED : ApplyOutcome.UNCHANGED) : ApplyOutcome.CREATED,
      note: noteOn(whole.experiment, entry.status),
      // What would keep a draft from being started.
      problems: isDraft && !starts ? [...configProblems(spec, planner), ...allocatorProblems(spec, heads)] : [],
      rerandomises: moves,
      madeUp: entry.salt == null ? ['salt'] : [],
    };
  }
}

/** What keeps it from being written down, and then, at once, what would keep it from being started too. */
function allProblems(spec: ExperimentSpec, planner: VariantPlanner): Problem[] {
  const problems = specProblems(spec);
  if (problems.length === 0) return [];
  const told = new Set(problems.map(({ path }) => path.join('.')));
  return [...problems, ...configProblems(spec, planner).filter(({ path }) => !told.has(path.join('.')))];
}

/** Its allocator counts the allocations on: what a file says of their number would be wrong soon. */
const numberProblems = ({ allocation, rules }: ExperimentSpec): Problem[] =>
  allocation === undefined || !rules.allocator
    ? []
    : [{ path: ['allocation'], message: `is counted by the allocator ${rules.allocator.name}; leave it out` }];

const configProblems = ({ variants }: ExperimentSpec, planner: VariantPlanner) =>
  planner.variantProblems(variants.map(({ config }) => config));

/** What nobody can look up is taken as it is: told where one looks before applying, not at every start. */
function noMetricNote({ primaryMetric }: ApplyExperimentInput, heads: ListedHeads): string | undefined {
  if (primaryMetric == null || heads.heads('metric').length > 0) return undefined;
  return `no metric is defined, so nobody can tell whether there is a metric ${shown(primaryMetric)}.`;
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
