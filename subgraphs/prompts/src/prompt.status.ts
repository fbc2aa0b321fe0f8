import { DomainError } from '@trialogue/errors';
import type { Releases } from '@trialogue/store';
import type { EntityManager } from 'typeorm';
import { PromptLabel } from './prompt.entity';
import { type LabelAct, takeLabel } from './prompt.labels';
import { refusePinned } from './prompt.pins';
import { PromptStatus, type PromptVersion } from './prompt-version.entity';

/** What an operator may make of a status. What a file declares is not bound to it. */
const moves: { readonly [from in PromptStatus]: readonly PromptStatus[] } = {
  [PromptStatus.DRAFT]: [PromptStatus.ACTIVE, PromptStatus.ARCHIVED],
  [PromptStatus.ACTIVE]: [PromptStatus.ARCHIVED],
  [PromptStatus.ARCHIVED]: [PromptStatus.ACTIVE],
};

/** Throws PROMPT_VERSION_STATUS. */
export function refuseIllegalMove({ id, status: from }: PromptVersion, to: PromptStatus): void {
  if (from !== to && !moves[from].includes(to))
    throw new DomainError('PROMPT_VERSION_STATUS', { prompt: id, from, to });
}

/**
 * Gives a version a status; the caller saves and publishes it. Throws, of one that is to be archived,
 * PROMPT_VERSION_PINNED while an experiment serves it and PROMPT_VERSION_LABELLED while a label stands on it.
 *
 * @param force archives all the same, and takes the labels away
 */
export async function changeStatus(
  manager: EntityManager,
  releases: Releases,
  version: PromptVersion,
  status: PromptStatus,
  force?: Omit<LabelAct, 'name' | 'label'>,
): Promise<void> {
  if (version.status === status) return;
  if (status === PromptStatus.ARCHIVED) {
    const { promptName: prompt, number } = version;
    const labels = await manager.find(PromptLabel, { where: { prompt, number }, order: { label: 'ASC' } });
    if (force)
      for (const placed of labels)
        await takeLabel(manager, { ...force, name: prompt, label: placed.label }, placed, 'archived');
    else {
      await refusePinned(releases, version.id);
      refuseLabelled(version.id, labels);
    }
  }
  version.status = status;
}

function refuseLabelled(id: string, labels: readonly PromptLabel[]): void {
  if (labels.length === 0) return;
  const names = labels.map(({ label }) => label).join(', ');
  throw new DomainError('PROMPT_VERSION_LABELLED', { prompt: id, labels: `the label ${names}` });
}
