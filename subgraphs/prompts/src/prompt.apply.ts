import type { Releases } from '@trialogue/store';
import {
  type Applied,
  ApplyOutcome,
  type ApplyResult,
  applyEach,
  below,
  refusedAt,
  refuseProblems,
  type Tables,
  type Trial,
} from '@trialogue/subgraph';
import type { EntityManager } from 'typeorm';
import type { Actor } from './actor';
import { inclusionOrder } from './inclusion-order';
import { Prompt, PromptLabel } from './prompt.entity';
import type { ApplyPromptInput, ApplyPromptLabelInput } from './prompt.input';
import { type LabelAct, moveLabel } from './prompt.labels';
import { publishPrompt } from './prompt.publish';
import { lockOf } from './prompt.service';
import { promptStates } from './prompt.state';
import { ensurePrompt, writeVersion } from './prompt.writes';
import { contentProblems, entryProblems, templateErrors, templateProblems } from './prompt-version.check';
import { contentOf } from './prompt-version.content';
import { PromptStatus, PromptVersion } from './prompt-version.entity';

/** What a part of an entry came to; the notes say what was left as it is although the file says otherwise. */
interface Taken {
  changed: boolean;
  readonly notes: string[];
}

/**
 * Brings the registry to what files say. A prompt, version or label that no file names stays as it is; a published
 * version's behaviour never changes. A label or a status that a file says as it did when it was last applied stays
 * where an operator has put it since, and a note says so.
 */
export class PromptApply {
  constructor(
    private readonly tables: Tables,
    private readonly releases: Releases,
    private readonly clock: () => Date,
  ) {}

  async apply(entries: readonly ApplyPromptInput[], trial: Trial, actor: Actor): Promise<Applied[]> {
    const ordered = inclusionOrder(entries);
    const applied = await applyEach(this.tables, this.releases, ordered, trial, {
      kind: 'prompt',
      subjectOf: ({ name }) => name,
      lockOf,
      statesOf: promptStates,
      apply: (manager, entry) => this.applyOne(manager, entry, actor),
    });
    return entries.map((entry) => applied[ordered.indexOf(entry)]!);
  }

  private async applyOne(manager: EntityManager, entry: ApplyPromptInput, actor: Actor): Promise<ApplyResult> {
    const { name, description, labels } = entry;
    const versions = entry.versions.map(contentOf);
    refuseProblems(`Prompt ${name}`, [
      ...entryProblems(entry),
      ...versions.flatMap((content, index) =>
        [...contentProblems(content), ...templateErrors(content)].map(below('versions', index)),
      ),
    ]);
    const created = await ensurePrompt(manager, name, this.clock());
    const described = await this.describe(manager, name, description);
    const written = await this.writeVersions(manager, entry, actor);
    const moved = await moveLabels(manager, { name, actor, at: this.clock() }, labels);
    const changed = described || written.changed || moved.changed;
    const note = [...written.notes, ...moved.notes].join(' ') || undefined;
    if (changed) await publishPrompt(manager, this.releases, name);
    const problems = versions.flatMap((content, index) => templateProblems(content).map(below('versions', index)));
    if (created) return { outcome: ApplyOutcome.CREATED, note, problems };
    return { outcome: changed ? ApplyOutcome.UPDATED : ApplyOutcome.UNCHANGED, note, problems };
  }

  private async describe(manager: EntityManager, name: string, description: string): Promise<boolean> {
    const prompt = await manager.findOneByOrFail(Prompt, { name });
    if (prompt.description === description) return false;
    await manager.update(Prompt, { name }, { description });
    return true;
  }

  private async writeVersions(
    manager: EntityManager,
    { name, versions }: ApplyPromptInput,
    actor: Actor,
  ): Promise<Taken> {
    const taken: Taken = { changed: false, notes: [] };
    const published = await manager.findBy(PromptVersion, { promptName: name });
    for (const [index, input] of versions.entries()) {
      const { number, status: declaredStatus, source } = input;
      const before = published.find((one) => one.number === number);
      const saidBefore = before?.declaredStatus === declaredStatus;
      const status = saidBefore ? before.status : declaredStatus;
      const content = { ...contentOf(input), status };
      const write = { name, number, content, source, actor, at: this.clock(), path: ['versions', index] };
      const { outcome } = await writeVersion(manager, this.releases, write).catch(refusedAt(['versions', index]));
      if (outcome !== ApplyOutcome.UNCHANGED) taken.changed = true;
      if (status !== declaredStatus) taken.notes.push(statusNote(`${name}@${number}`, status, declaredStatus));
      if (!saidBefore) await manager.update(PromptVersion, { promptName: name, number }, { declaredStatus });
    }
    return taken;
  }
}

async function moveLabels(
  manager: EntityManager,
  act: Omit<LabelAct, 'label'>,
  labels: readonly ApplyPromptLabelInput[],
): Promise<Taken> {
  const { name } = act;
  const versions = await manager.find(PromptVersion, { select: { number: true }, where: { promptName: name } });
  const placed = await manager.findBy(PromptLabel, { prompt: name });
  const numbers = versions.map(({ number }) => number);
  refuseProblems(
    `Prompt ${name}`,
    labels.flatMap(({ version }, index) =>
      numbers.includes(version)
        ? []
        : [{ path: ['labels', index, 'version'], message: `there is no version ${version}` }],
    ),
  );
  const taken: Taken = { changed: false, notes: [] };
  for (const [index, { label, version: declared }] of labels.entries()) {
    const before = placed.find((one) => one.label === label);
    if (before?.declared === declared) {
      if (before.number !== declared) taken.notes.push(labelNote(name, before));
    } else {
      const move = moveLabel(manager, { ...act, label }, declared).catch(refusedAt(['labels', index]));
      if (await move) taken.changed = true;
      await manager.update(PromptLabel, { prompt: name, label }, { declared });
    }
  }
  return taken;
}

const labelNote = (name: string, { label, number, declared }: PromptLabel) =>
  `The label ${label} of ${name} was moved to version ${number} and stays there; the file says ${declared}: use \`labelPromptVersion\` to move it back.`;

function statusNote(id: string, status: PromptStatus, declared: PromptStatus): string {
  const act = declared === PromptStatus.ARCHIVED ? '`archivePromptVersion`' : '`createPromptVersion` with its number';
  return `${id} was made ${status} and stays so; the file says ${declared}: use ${act} to bring it back.`;
}
