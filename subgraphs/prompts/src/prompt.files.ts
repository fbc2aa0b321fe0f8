import type { Problem } from '@trialogue/errors';
import { type Applied, type ApplyOutcome, toProblemType } from '@trialogue/subgraph';
import type { ApplyPromptInput } from './prompt.input';
import type { Renumbering } from './prompt.placement';

/** What the files of a project say of prompts. */
export interface PromptFilesRead {
  readonly prompts: readonly ApplyPromptInput[];
  /** Entries that could not be read, and why; a file that cannot be read at all is one. */
  readonly refused: readonly { readonly subject: string; readonly problems: readonly Problem[] }[];
  /** Why no commit is recorded, as the rest of a sentence. */
  readonly noCommit?: string;
}

/** The files of the product's own project. */
export interface PromptFiles {
  /** Answers undefined where there is no project, or it has no prompts. */
  read(): Promise<PromptFilesRead | undefined>;
  /** Writes into the files which numbers their versions have got. Doing it again changes nothing. */
  renumber(renumbered: ReadonlyMap<string, readonly Renumbering[]>): Promise<void>;
}

/** What an entry that could not be read has come to. */
export const unread = (outcome: ApplyOutcome, { subject, problems }: PromptFilesRead['refused'][number]): Applied => ({
  ...{ subject, outcome, note: null, problems: problems.map(toProblemType), conflicts: [], changes: [], drift: [] },
  ...{ rerandomises: [], releases: [] },
});
