import { DomainError } from '@trialogue/errors';
import { type ProjectList, type SyncedList, syncList, type Tables } from '@trialogue/subgraph';
import type { Actor } from './actor';
import type { PromptApply } from './prompt.apply';
import type { ApplyPromptInput } from './prompt.input';
import type { PromptSync, SyncPromptsArgs } from './prompt-sync';
import { PromptVersion } from './prompt-version.entity';

/** Brings a project's files and the registry together. */
export class PromptSyncing {
  constructor(
    private readonly tables: Tables,
    private readonly applier: PromptApply,
    private readonly files: ProjectList<ApplyPromptInput> | undefined,
  ) {}

  /** As `syncList`. Throws PROMPT_FILES_UNAVAILABLE. */
  async sync({ prompts, ...how }: SyncPromptsArgs, actor: Actor): Promise<PromptSync> {
    const { tables, files, applier } = this;
    const list: SyncedList<ApplyPromptInput, PromptVersion> = {
      ...({ tables, files, entity: PromptVersion, owner: 'promptName' } as const),
      nameOf: ({ name }: ApplyPromptInput) => name,
      noFiles: () => new DomainError('PROMPT_FILES_UNAVAILABLE', {}),
      apply: (entries, trial, merge, most) => applier.apply(entries, trial, merge, actor, most),
    };
    const { renumbered, ...synced } = await syncList(list, how, prompts);
    return { ...synced, renumbered: renumbered.map(({ name: prompt, ...one }) => ({ prompt, ...one })) };
  }
}
