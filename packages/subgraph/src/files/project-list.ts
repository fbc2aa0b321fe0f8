import type { Problem } from '@trialogue/errors';
import { type Applied, ApplyOutcome } from '../applied';
import { toProblemType } from '../problem';
import type { Renumbering } from './place-versions';

/** What the files of a project say of a list, such as its prompts. */
export interface ListRead<Entry> {
  readonly entries: readonly Entry[];
  /** Entries that could not be read, and why; a file that cannot be read at all is one. */
  readonly refused: readonly Unread[];
  /** Why no commit is recorded, as the rest of a sentence. */
  readonly noCommit?: string;
}

export interface Unread {
  readonly subject: string;
  readonly problems: readonly Problem[];
}

/** A list in the files of the product's own project. */
export interface ProjectList<Entry> {
  /** Answers undefined where there is no project, or it has no such list. */
  read(): Promise<ListRead<Entry> | undefined>;
  /** Writes into the files which numbers their versions have got. Doing it again changes nothing. */
  renumber(renumbered: ReadonlyMap<string, readonly Renumbering[]>): Promise<void>;
}

/** What an entry that could not be read has come to. */
export const unread = ({ subject, problems }: Unread): Applied => ({
  ...{ subject, outcome: ApplyOutcome.REFUSED, note: null, problems: problems.map(toProblemType) },
  ...{ conflicts: [], changes: [], drift: [], rerandomises: [], releases: [] },
});
