import { type Applied, ApplyOutcome } from '../applied';
import type { Numbered } from '../numbered-versions';
import type { Trial } from '../planned-release';
import type { Tables } from '../tables';
import type { ListSync } from './list-sync';
import type { MergeArgs, SyncArgs } from './merge-args';
import type { Renumbering } from './place-versions';
import { type ListRead, type ProjectList, unread } from './project-list';

/** What applying a list came to. */
export interface ListApplied {
  readonly applied: readonly Applied[];
  /** By name: numbers that its file has to have from now on. */
  readonly renumbered: ReadonlyMap<string, readonly Renumbering[]>;
  /** Names of what the database says something of otherwise than its file, or says more. */
  readonly diverging: ReadonlySet<string>;
}

/** An entry of a list, with its versions. */
export interface VersionedEntry {
  readonly versions: readonly { readonly number: number; readonly source?: { readonly commit?: string } | null }[];
}

/** A list of files whose entries have versions, and their table. */
export interface SyncedList<Entry extends VersionedEntry, Version extends Numbered> {
  readonly tables: Tables;
  readonly entity: new () => Version;
  /** The entity's member that holds the name. */
  readonly owner: string & keyof Version;
  nameOf(entry: Entry): string;
  /** The product's own. */
  readonly files: ProjectList<Entry> | undefined;
  /** Thrown where these are asked for and there are none. */
  noFiles(): Error;
  /** @param most entries at once; undefined: what one request may bring */
  apply(entries: readonly Entry[], trial: Trial, merge: MergeArgs, most: number | undefined): Promise<ListApplied>;
}

/** What became of files and database when they were brought together, or would. */
export interface ListSynced<Version> extends ListSync {
  /** Versions that no file names, the first 500 by name. */
  readonly databaseOnly: Version[];
  readonly renumbered: readonly (Renumbering & { readonly name: string })[];
}

const mostShown = 500;
/** Entries of the product's own files. */
const mostOwn = 2_000;

/**
 * Brings a project's files and the registry together. One transaction, but for the numbers that are written back into the
 * product's own files after it: when that is interrupted, the next time finds the versions under their numbers and writes
 * those.
 *
 * @param given what files elsewhere say; unless given, the product's own are read
 */
export async function syncList<Entry extends VersionedEntry, Version extends Numbered>(
  list: SyncedList<Entry, Version>,
  { dryRun, onEdit, prefer }: SyncArgs,
  given: readonly Entry[] | null | undefined,
): Promise<ListSynced<Version>> {
  const read: ListRead<Entry> | undefined = given ? { entries: given, refused: [] } : await list.files?.read();
  if (!read) throw list.noFiles();
  const most = given ? undefined : mostOwn;
  const result = await list.apply(read.entries, { dryRun, assuming: [] }, { onEdit, prefer }, most);
  if (!given && !dryRun && result.renumbered.size > 0) await list.files!.renumber(result.renumbered);
  const entries = [...read.refused.map(unread), ...result.applied];
  const databaseOnly = await versionsBeside(list, numbersOf(list, read.entries, result));
  return {
    ...{ commit: commitOf(read.entries), noCommit: read.noCommit ?? null, dryRun, entries, databaseOnly },
    conflicts: entries.flatMap(({ conflicts }) => conflicts),
    renumbered: [...result.renumbered].flatMap(([name, some]) => some.map((one) => ({ name, ...one }))),
    converged:
      databaseOnly.length === 0 &&
      result.diverging.size === 0 &&
      !(dryRun && result.renumbered.size > 0) &&
      entries.every((one) => isDone(one, dryRun)),
  };
}

function versionsBeside<Entry extends VersionedEntry, Version extends Numbered>(
  { tables, entity, owner }: SyncedList<Entry, Version>,
  named: readonly { readonly name: string; readonly number: number }[],
): Promise<Version[]> {
  return tables.manager
    .createQueryBuilder(entity, 'v')
    .where(
      `not exists (select 1 from unnest(:names::text[], :numbers::int[]) as f (name, number) where f.name = v.${owner} and f.number = v.number)`,
    )
    .setParameters({ names: named.map(({ name }) => name), numbers: named.map(({ number }) => number) })
    .orderBy(`v.${owner}`)
    .addOrderBy('v.number')
    .take(mostShown)
    .getMany();
}

/** The versions that files name, as they are published. */
function numbersOf<Entry extends VersionedEntry>(
  { nameOf }: Pick<SyncedList<Entry, never>, 'nameOf'>,
  entries: readonly Entry[],
  { renumbered }: ListApplied,
) {
  return entries.flatMap((entry) => {
    const name = nameOf(entry);
    return entry.versions.map(({ number }) => ({
      name,
      number: renumbered.get(name)?.find(({ from }) => from === number)?.to ?? number,
    }));
  });
}

function commitOf(entries: readonly VersionedEntry[]): string | null {
  const commits = new Set(entries.flatMap(({ versions }) => versions.map(({ source }) => source?.commit ?? null)));
  const [commit] = commits;
  return commits.size === 1 ? commit! : null;
}

const isDone = ({ outcome }: Applied, dryRun: boolean): boolean =>
  outcome === ApplyOutcome.UNCHANGED ||
  (!dryRun && outcome !== ApplyOutcome.REFUSED && outcome !== ApplyOutcome.CONFLICT);
