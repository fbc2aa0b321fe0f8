import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import {
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  below,
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
  type Tables,
  type Trial,
  versionPath,
  withoutCommits,
} from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import type { Actor } from './actor';
import { includedNames } from './included-names';
import { Prompt, PromptLabel } from './prompt.entity';
import { moveLabels, refuseLabels } from './prompt.file-labels';
import type { ApplyPromptInput, PromptSourceInput } from './prompt.input';
import { driftNote } from './prompt.notes';
import { publishPrompt } from './prompt.publish';
import { baseOf, changeable, fieldsOf, rememberedOf, type Said } from './prompt.said';
import { lockOf } from './prompt.service';
import { promptStates, stateOf } from './prompt.state';
import { ensurePrompt, writeVersion } from './prompt.writes';
import { contentProblems, entryProblems, templateErrors, templateProblems } from './prompt-version.check';
import { bodyOf, contentOf, doesTheSame, type VersionContent } from './prompt-version.content';
import { PromptStatus, PromptVersion } from './prompt-version.entity';

/** A version of a file, with what it says. */
interface FileVersion {
  readonly number: number;
  readonly content: VersionContent;
  readonly source: PromptSourceInput | undefined;
}

/** What is gathered over one list. */
interface Run extends MergeArgs {
  readonly actor: Actor;
  readonly renumbered: Map<string, readonly Renumbering[]>;
  readonly diverging: Set<string>;
  /** By prompt: what its file says, as it is remembered. */
  readonly said: Map<string, Said>;
}

/**
 * Brings the registry to what files say, field by field: what only the file changed since it was applied last is taken;
 * what only the database changed stays, and a note says so; where both changed, nothing of the entry is written unless it
 * is said which of them counts. A published version's behaviour never changes. What no file names stays as it is.
 */
export class PromptApply {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly clock: () => Date,
  ) {}

  /** @param most entries at once; unless given, what one request may bring */
  async apply(
    entries: readonly ApplyPromptInput[],
    trial: Trial,
    merge: MergeArgs,
    actor: Actor,
    most?: number,
  ): Promise<ListApplied> {
    const run: Run = { ...merge, actor, renumbered: new Map(), diverging: new Set(), said: new Map() };
    const nameOf = ({ name }: ApplyPromptInput) => name;
    const ordered = inclusionOrder(entries, nameOf, includedNames);
    const applied = await applyEach(this.tables, this.releases, ordered, trial, {
      most,
      kind: 'prompt',
      subjectOf: nameOf,
      lockOf,
      statesOf: promptStates,
      apply: (manager, entry, known) => this.applyOne(manager, entry, known, run),
      hashed: withoutCommits,
      remembered: ({ name }, state) => rememberedOf(run.said.get(name)!, state),
    });
    const inOrder = entries.map((entry) => applied[ordered.indexOf(entry)]!);
    return { applied: inOrder, renumbered: run.renumbered, diverging: run.diverging };
  }

  private async applyOne(
    manager: EntityManager,
    entry: ApplyPromptInput,
    { state, applied }: Known,
    run: Run,
  ): Promise<ApplyResult> {
    const { name } = entry;
    const versions = entry.versions.map(
      (input): FileVersion => ({ number: input.number, content: contentOf(input), source: input.source }),
    );
    refuseProblems(`Prompt ${name}`, [
      ...entryProblems(entry),
      ...versions.flatMap(({ content }, index) =>
        [...contentProblems(content), ...templateErrors(content)].map(below('versions', index)),
      ),
    ]);
    const published = await manager.find(PromptVersion, { where: { promptName: name }, order: { number: 'ASC' } });
    const labels = await manager.findBy(PromptLabel, { prompt: name });
    const database = state as unknown as Said | undefined;
    const base = baseOf(applied?.state, database, { versions: published, labels });
    const { placed, renumbered, edited, conflicts } = placeVersions(versions, published, {
      onEdit: run.onEdit,
      prefer: run.prefer ?? undefined,
      doesTheSame: ({ content }, version) => doesTheSame(content, version),
      knew: base.knows,
      shown: (version) => stateOf(version instanceof PromptVersion ? bodyOf(version) : version.content),
      labelsOf: (number) => entry.labels.filter(({ version }) => version === number).map(({ label }) => label),
    });
    refuseEdited(edited, (index) => {
      const { number: version } = entry.versions[index]!;
      return new DomainError('PROMPT_VERSION_IMMUTABLE', { prompt: name, version });
    });
    const said = saidOf(entry, versions, placed, renumbered, base.knows);
    refuseLabels(name, said, published);
    const merged = mergeFields(base.fields, fieldsOf(said), fieldsOf(database ?? nothing), run.prefer ?? undefined);
    const all: readonly Divergence[] = [...conflicts, ...merged.conflicts];
    const problems = versions.flatMap(({ content }, index) => templateProblems(content).map(below('versions', index)));
    if (all.length > 0 && !isResolved(run, merged.conflicts))
      return { outcome: ApplyOutcome.CONFLICT, conflicts: all, problems };

    const created = await ensurePrompt(manager, name, this.clock());
    const isTaken = (path: string) => merged.taken.has(path);
    const described = isTaken('description');
    if (described) await manager.update(Prompt, { name }, { description: entry.description });
    // One that is there is archived when no label stands on it any more.
    const isLast = ({ version, number }: Place<FileVersion>) =>
      published.some((one) => one.number === number) &&
      version.content.status === PromptStatus.ARCHIVED &&
      isTaken(`${versionPath(number)}.status`);
    const [last, first] = [placed.filter(isLast), placed.filter((place) => !isLast(place))];
    const write = (places: readonly Place<FileVersion>[]) =>
      this.writeVersions(manager, entry, places, published, run, isTaken);
    const written = await write(first);
    const moved = await moveLabels(manager, { name, actor: run.actor, at: this.clock() }, said, isTaken);
    const archived = await write(last);
    const changed = described || written || moved || archived;
    if (changed || created) await publishPrompt(manager, this.releases, name);
    run.said.set(name, said);
    if (renumbered.length > 0) run.renumbered.set(name, renumbered);
    const stays = all.some(({ path }) => !isTaken(path) && run.prefer === Side.DATABASE);
    const isMore = labels.some(({ label }) => !said.labels.some((one) => one.label === label));
    if (merged.drift.length > 0 || stays || isMore) run.diverging.add(name);
    const note = merged.drift.map((one) => driftNote(name, one)).join(' ') || undefined;
    const outcome = created ? ApplyOutcome.CREATED : changed ? ApplyOutcome.UPDATED : ApplyOutcome.UNCHANGED;
    return { outcome, note, problems, conflicts: all };
  }

  /** Answers whether anything was written. What a version does is as the file says by now. */
  private async writeVersions(
    manager: EntityManager,
    { name }: ApplyPromptInput,
    placed: readonly Place<FileVersion>[],
    published: readonly PromptVersion[],
    { actor }: Run,
    isTaken: (path: string) => boolean,
  ): Promise<boolean> {
    let changed = false;
    for (const { number, index, version } of placed) {
      const before = published.find((one) => one.number === number);
      const kept = before && changeable.filter((member) => !isTaken(`${versionPath(number)}.${member}`));
      const content = {
        ...version.content,
        ...Object.fromEntries(kept?.map((member) => [member, before![member]]) ?? []),
      };
      const write = {
        name,
        number,
        content,
        source: version.source,
        actor,
        at: this.clock(),
        path: ['versions', index],
      };
      const { outcome } = await writeVersion(manager, this.releases, write).catch(refusedAt(['versions', index]));
      if (outcome !== ApplyOutcome.UNCHANGED) changed = true;
      const declaredStatus = version.content.status as PromptStatus;
      if (before?.declaredStatus !== declaredStatus)
        await manager.update(PromptVersion, { promptName: name, number }, { declaredStatus });
    }
    return changed;
  }
}

const nothing: Said = { description: '', versions: [], labels: [] };

/** What the file says, with the numbers that it is to have. */
function saidOf(
  { description, labels }: ApplyPromptInput,
  versions: readonly FileVersion[],
  placed: readonly Place<FileVersion>[],
  renumbered: readonly Renumbering[],
  knew: (number: number) => boolean,
): Said {
  const numbers = new Map(placed.map(({ index, number }) => [index, number]));
  const movedTo = new Map(renumbered.flatMap(({ labels: some, to }) => some.map((label) => [label, to] as const)));
  return {
    description,
    versions: versions.flatMap(({ number: written, content }, index) => {
      const number = numbers.get(index) ?? (knew(written) ? written : undefined);
      const { description: about, status, replies } = content;
      return number === undefined ? [] : [{ number, description: about, status, replies }];
    }),
    labels: labels.map(({ label, version }) => ({ label, version: movedTo.get(label) ?? version })),
  };
}
