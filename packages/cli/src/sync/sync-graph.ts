import { type AppliedEntry, asOutcome } from '../apply/applied-entry';
import type { Graph } from '../apply/apply';
import type { EntryList } from '../apply/entries';
import { type CommittedList, readFileList } from '../apply/lists';
import type { Outcome } from '../apply/outcome';
import { portionsOf } from '../apply/portions';
import type { Renumbered } from './list-file';

export interface SyncOptions {
  readonly dryRun: boolean;
  readonly onEdit: 'ERROR' | 'NEW_VERSION';
  readonly prefer?: 'FILE' | 'DATABASE';
}

/** What bringing a project's files and a product together came to, or would. */
export interface Synced {
  readonly commit: string | null;
  readonly noCommit: string | null;
  readonly outcomes: readonly Outcome[];
  readonly renumbered: readonly Renumbered[];
  /** `name@number` of versions that no file names. */
  readonly databaseOnly: readonly string[];
  readonly converged: boolean;
}

/** A list of which every entry has versions, and the mutation that brings files and product together. */
export interface SyncedKind {
  readonly list: CommittedList;
  /** Answers as `synced`, with `name` for what the renumbered are of. */
  readonly document: string;
}

/** The list as a project's files have it. */
export const readSynced = ({ list }: SyncedKind, root: string): EntryList =>
  readFileList(list, { root, environment: () => undefined });

interface Answer {
  readonly commit: string | null;
  readonly entries: readonly AppliedEntry[];
  readonly renumbered: readonly (Omit<Renumbered, 'labels'> & Partial<Pick<Renumbered, 'labels'>>)[];
  readonly databaseOnly: readonly { readonly id: string }[];
  readonly converged: boolean;
}

/** Asks the product, for all of the list in one transaction; a very long list in several. */
export async function syncThroughGraph(
  { list, document }: SyncedKind,
  graph: Graph,
  root: string,
  read: EntryList,
  { dryRun, onEdit, prefer }: SyncOptions,
): Promise<Synced> {
  const { inputs, noCommit = null } = await list.completed(root, read);
  const portions = inputs.length === 0 ? [{ from: 0, some: [] }] : portionsOf(inputs);
  const answers: Answer[] = [];
  for (const { some } of portions)
    answers.push((await graph(document, { inputs: some, dryRun, onEdit, prefer })).synced);
  const outcomes = answers.flatMap(({ entries }, position) =>
    entries.map((one, index) => asOutcome(one, read.entries[portions[position]!.from + index]!, list)),
  );
  const renumbered = answers.flatMap((answer) => answer.renumbered.map((one) => ({ labels: [], ...one })));
  const named = new Set(namesOf(inputs, renumbered));
  const databaseOnly = new Set(answers.flatMap((answer) => answer.databaseOnly.map(({ id }) => id)));
  const left = [...databaseOnly].filter((id) => !named.has(id));
  const commits = new Set(answers.map(({ commit }) => commit));
  return {
    ...{ commit: commits.size === 1 ? answers[0]!.commit : null, noCommit, renumbered },
    outcomes: [...read.refused, ...outcomes],
    databaseOnly: left,
    converged:
      read.refused.length === 0 &&
      (portions.length === 1
        ? answers[0]!.converged
        : left.length === 0 && renumbered.length === 0 && outcomes.every(isSettled)),
  };
}

/** Of a list in several portions, none of which knows what the others name: whether nothing is left of an entry. */
const isSettled = ({ result, drift = [] }: Outcome): boolean => result === 'UNCHANGED' && drift.length === 0;

function namesOf(inputs: readonly object[], renumbered: readonly Renumbered[]): string[] {
  return (inputs as readonly { name?: string; key?: string; versions: readonly { number: number }[] }[]).flatMap(
    ({ key, name = key, versions }) =>
      versions.map(({ number }) => {
        const moved = renumbered.find((one) => one.name === name && one.from === number);
        return `${name}@${moved?.to ?? number}`;
      }),
  );
}

/** The mutation's document. */
export const syncDocument = (list: string, mutation: string, input: string, renumbered: string): string =>
  `mutation SyncFiles($inputs: [${input}!]!, $dryRun: Boolean!, $onEdit: OnEdit!, $prefer: Side) {
  synced: ${mutation}(${list}: $inputs, dryRun: $dryRun, onEdit: $onEdit, prefer: $prefer) {
    commit converged renumbered { ${renumbered} from to } databaseOnly { id }
    entries {
      subject outcome note problems { path message } conflicts { path base file database }
      changes { path before after } drift { path before after }
    }
  }
}`;
