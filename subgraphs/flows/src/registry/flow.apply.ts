import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import {
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  assumedHeads,
  type Divergence,
  inclusionOrder,
  isResolved,
  type Known,
  type ListApplied,
  type MergeArgs,
  mergeFields,
  type Place,
  placeVersions,
  type Renumbering,
  refusedAt,
  refuseEdited,
  refuseProblems,
  Side,
  sqlOf,
  type Tables,
  type Trial,
  versionPath,
  withoutCommits,
} from '@trialogue/subgraph';
import type { ListedHeads } from '@trialogue/variant-config';
import type { EntityManager } from 'typeorm';
import { Flow } from './flow.entity';
import type { ApplyFlowInput, ApplyFlowVersionInput } from './flow.input';
import { lookUpNow } from './flow.lookup';
import { publishFlow } from './flow.publish';
import { changeable, driftNote, fieldsOf, rememberedOf, type Said } from './flow.said';
import { flowStates } from './flow.state';
import { type Judged, judgeAgain, judgeEntries, namedFlows } from './flow.verdicts';
import { ensureFlow, writeVersion } from './flow.writes';
import { entryProblems, flowAdvice } from './flow-version.check';
import { contentOf, doesTheSame } from './flow-version.content';
import { FlowStatus, FlowVersion } from './flow-version.entity';

/** What is locked while a flow is changed. */
export const lockOf = (key: string): string => `flow:${key}`;

/** A version of a file, with what its definition would include. */
interface FileVersion {
  readonly number: number;
  readonly input: ApplyFlowVersionInput;
  readonly judged: Judged;
}

/** What is gathered over one list. */
interface Run extends MergeArgs {
  /** Whose request it is. */
  readonly by: string;
  readonly renumbered: Map<string, readonly Renumbering[]>;
  readonly diverging: Set<string>;
  /** By key: what its file says, as it is remembered. */
  readonly said: Map<string, Said>;
  readonly heads: ListedHeads;
  judged: ReadonlyMap<ApplyFlowVersionInput, Judged>;
}

const nothing: Said = { description: '', versions: [] };
const subjectOf = ({ key }: ApplyFlowInput) => key;

/**
 * Brings the registry to what files say, field by field, as that of prompts does: what only the file changed since it
 * was applied last is taken; what only the database changed stays, and a note says so; where both changed, nothing of the
 * entry is written unless it is said which of them counts. How a published version behaves never changes. What no file
 * names stays as it is.
 */
export class FlowApply {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly clock: () => Date,
  ) {}

  /** @param most entries at once; unless given, what one request may bring */
  async apply(
    entries: readonly ApplyFlowInput[],
    trial: Trial,
    merge: MergeArgs,
    by: string,
    most?: number,
  ): Promise<ListApplied> {
    const { tables, releases } = this;
    const heads = assumedHeads(releases, trial);
    const run: Run = {
      ...{ ...merge, by, heads, renumbered: new Map(), diverging: new Set(), said: new Map(), judged: new Map() },
    };
    const ordered = inclusionOrder(entries, subjectOf, namedFlows);
    const applied = await applyEach(tables, releases, ordered, trial, {
      ...{ most, kind: 'flow', subjectOf, lockOf, statesOf: flowStates, hashed: withoutCommits },
      prepare: async () => {
        run.judged = await judgeEntries(tables, heads, ordered, trial.dryRun);
      },
      apply: (manager, entry, known) => this.applyOne(manager, entry, known, run),
      remembered: ({ key }, state) => rememberedOf(run.said.get(key)!, state),
    });
    const inOrder = entries.map((entry) => applied[ordered.indexOf(entry)]!);
    return { applied: inOrder, renumbered: run.renumbered, diverging: run.diverging };
  }

  private async applyOne(
    manager: EntityManager,
    entry: ApplyFlowInput,
    { state, applied }: Known,
    run: Run,
  ): Promise<ApplyResult> {
    const { key } = entry;
    const versions = await this.judgedVersions(manager, entry, run);
    const verdicts = versions.map(({ judged: { verdict } }) => verdict);
    refuseProblems(`Flow ${key}`, entryProblems(entry, verdicts));
    const published = await manager.find(FlowVersion, { where: { flowKey: key }, order: { number: 'ASC' } });
    const base = fieldsOf((applied?.state as unknown as Said | undefined) ?? nothing);
    const knew = (number: number) => base.has(`${versionPath(number)}.status`);
    const { placed, renumbered, edited, conflicts } = placeVersions(versions, published, {
      ...{ onEdit: run.onEdit, prefer: run.prefer ?? undefined, knew, labelsOf: () => [] },
      doesTheSame: ({ number, input }, version) =>
        version.status === FlowStatus.DRAFT && knew(number) ? true : doesTheSame(input.definition, version),
      shown: (version) => contentOf(version instanceof FlowVersion ? version : version.input) as never,
    });
    refuseEdited(edited, (index) => {
      const { number: version } = entry.versions[index]!;
      return new DomainError('FLOW_VERSION_IMMUTABLE', { flow: key, version });
    });
    const said = saidOf(entry, placed, knew);
    const database = fieldsOf((state as unknown as Said | undefined) ?? nothing);
    const merged = mergeFields(base, fieldsOf(said), database, run.prefer ?? undefined);
    const all: readonly Divergence[] = [...conflicts, ...merged.conflicts];
    const problems = flowAdvice(run.heads, entry, verdicts);
    if (all.length > 0 && !isResolved(run, merged.conflicts))
      return { outcome: ApplyOutcome.CONFLICT, conflicts: all, problems };

    const isTaken = (path: string) => merged.taken.has(path);
    const created = await ensureFlow(manager, key, this.clock());
    const described = isTaken('description');
    if (described) await manager.update(Flow, { key }, { description: entry.description });
    const written = await this.writeVersions(manager, entry, placed, published, run, isTaken);
    const changed = described || written;
    if (changed || created) await publishFlow(manager, this.releases, key);
    run.said.set(key, said);
    if (renumbered.length > 0) run.renumbered.set(key, renumbered);
    const stays = all.some(({ path }) => !isTaken(path) && run.prefer === Side.DATABASE);
    if (merged.drift.length > 0 || stays) run.diverging.add(key);
    const note = merged.drift.map((one) => driftNote(key, one.path, one.database)).join(' ') || undefined;
    const outcome = created ? ApplyOutcome.CREATED : changed ? ApplyOutcome.UPDATED : ApplyOutcome.UNCHANGED;
    return { outcome, note, problems, conflicts: all };
  }

  private async judgedVersions(manager: EntityManager, { key, versions }: ApplyFlowInput, run: Run) {
    const lookUp = lookUpNow(sqlOf(manager), run.heads);
    const judged: FileVersion[] = [];
    for (const input of versions) {
      const before = run.judged.get(input)!;
      judged.push({ number: input.number, input, judged: await judgeAgain(before, lookUp, key, input) });
    }
    return judged;
  }

  /** Answers whether anything was written. */
  private async writeVersions(
    manager: EntityManager,
    { key: flowKey }: ApplyFlowInput,
    placed: readonly Place<FileVersion>[],
    published: readonly FlowVersion[],
    { by }: Run,
    isTaken: (path: string) => boolean,
  ): Promise<boolean> {
    let changed = false;
    for (const { number, index, version } of placed) {
      const { input, judged } = version;
      const before = published.find((one) => one.number === number);
      const kept = before && changeable.filter((member) => !isTaken(`${versionPath(number)}.${member}`));
      const content = {
        ...contentOf(input),
        ...Object.fromEntries(kept?.map((member) => [member, before![member]]) ?? []),
      };
      // What a draft of the database means by the flows that it names stays with it.
      const isKept = before !== undefined && !isTaken(`${versionPath(number)}.definition`);
      const flows = isKept && !doesTheSame(input.definition, before) ? (before.includes ?? undefined) : judged.flows;
      const write = { flowKey, number, content, flows, source: input.source, by, at: this.clock() };
      const { outcome } = await writeVersion(manager, this.releases, write).catch(refusedAt(['versions', index]));
      if (outcome !== ApplyOutcome.UNCHANGED) changed = true;
    }
    return changed;
  }
}

/** What the file says, with the numbers that it is to have. */
function saidOf(
  { description, versions }: ApplyFlowInput,
  placed: readonly Place<FileVersion>[],
  knew: (number: number) => boolean,
): Said {
  const numbers = new Map(placed.map(({ index, number }) => [index, number]));
  return {
    description,
    versions: versions.flatMap((version, index) => {
      const number = numbers.get(index) ?? (knew(version.number) ? version.number : undefined);
      return number === undefined ? [] : [{ number, ...contentOf(version) }];
    }),
  };
}
