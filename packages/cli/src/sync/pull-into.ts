import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { parse } from 'yaml';
import type { Graph } from '../apply/apply';
import { committedText } from '../apply/commits';
import type { EntryList } from '../apply/entries';
import { aliasBound } from '../apply/yaml-file';
import { createFile, replaceFile } from '../whole-file';
import { fieldIn } from './committed-field';
import { listFileOf, textOf } from './list-file';
import { ListText } from './list-text';
import { NewFiles } from './new-files';
import { type LocalEntry, pullOf, type RegistryEntry, type Verdict, verdictOf, type Write } from './pull-plan';
import { readSynced, type Synced, type SyncedKind, syncThroughGraph } from './sync-graph';
import { NotEditable } from './yaml-edits';

/** Something that was not written, and why. */
export interface PullConflict {
  readonly name: string;
  /** In the entry; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
}

/** What was written, or would be. */
export interface Pulled {
  /** The list, as a path from the project's folder, and its text as it was. */
  readonly file: string;
  readonly before: string;
  readonly written: readonly { readonly name: string; readonly path: string }[];
  readonly conflicts: readonly PullConflict[];
  /** New text of the list; undefined: it stays as it is. */
  readonly text?: string;
  readonly files: ReadonlyMap<string, string>;
}

/** How a list is pulled. */
export interface PulledKind extends SyncedKind {
  /** Of a version: what may change. */
  readonly members: readonly string[];
  /** Everything that the product has of the kind. */
  all(graph: Graph): Promise<readonly RegistryEntry[]>;
  /** Makes the text say one value as the product does; what belongs into files of its own is added to `files`. */
  edit(text: ListText, name: string, one: Write, files: NewFiles): void;
}

interface PullOptions {
  readonly dryRun: boolean;
  /** Whether the product counts where the files were changed, too. */
  readonly isPreferred: boolean;
}

/**
 * Writes into a project's files what the product says and they do not, but for what was changed in them. Throws a
 * SetupError where they cannot be read or written.
 */
export async function pullInto(
  kind: PulledKind,
  graph: Graph,
  root: string,
  { dryRun, isPreferred }: PullOptions,
): Promise<Pulled> {
  const { list } = kind.list;
  const file = listFileOf(root, list);
  const before = textOf(root, file);
  const read = readSynced(kind, root);
  const broken = read.refused.find(({ subject }) => subject === 'the file');
  if (broken)
    throw new SetupError(`${broken.file}:${broken.line}: ${broken.notes[0]!.message}.`, 'Correct it, then pull again.');
  const synced = await syncThroughGraph(kind, graph, root, read, {
    dryRun: true,
    onEdit: 'NEW_VERSION',
    prefer: 'DATABASE',
  });
  const pulled = pulledFrom(kind, await kind.all(graph), {
    ...{ root, file, before, isPreferred, verdicts: verdictsOf(synced, kind.list.noun), local: localEntries(read) },
    committed: parse((await committedText(root, file)) ?? 'null', { maxAliasCount: aliasBound }),
  });
  if (!dryRun) await write(root, pulled);
  return pulled;
}

const verdictsOf = ({ outcomes, renumbered }: Synced, noun: string): Here['verdicts'] =>
  new Map(
    outcomes.map((outcome) => {
      const name = outcome.subject.slice(noun.length + 1);
      const edited = renumbered.filter((one) => one.name === name).map(({ from }) => from);
      return [name, outcome.result === 'REFUSED' ? undefined : verdictOf(outcome, edited)] as const;
    }),
  );

interface Here {
  readonly file: string;
  readonly root: string;
  readonly before: string;
  /** What the list said at HEAD; null: it is not in Git. */
  readonly committed: unknown;
  readonly local: ReadonlyMap<string, LocalEntry>;
  /** Undefined: the entry is refused. Nothing: it is not in the files. */
  readonly verdicts: ReadonlyMap<string, Verdict | undefined>;
  /** Whether the product counts where both changed. */
  readonly isPreferred: boolean;
}

const localEntries = ({ inputs }: EntryList): ReadonlyMap<string, LocalEntry> =>
  new Map((inputs as readonly LocalEntry[]).map((input) => [(input.name ?? input.key)!, input]));

const untouched: Verdict = { fromFile: [], conflicts: [], edited: [] };

/** Edits the text of the list; nothing is written yet. */
function pulledFrom(kind: PulledKind, entries: readonly RegistryEntry[], here: Here): Pulled {
  const { list } = kind.list;
  const files = new NewFiles(here.root);
  const text = new ListText(list, here.before);
  const written: Pulled['written'][number][] = [];
  const conflicts: PullConflict[] = [];
  for (const database of entries) {
    const { name } = database;
    if (here.verdicts.has(name) && here.verdicts.get(name) === undefined) {
      const message = `the entry here is refused: see \`trialogue ${list} sync --dry-run\``;
      conflicts.push({ name, path: '', message });
      continue;
    }
    const verdict = here.verdicts.get(name) ?? untouched;
    for (const number of verdict.edited)
      conflicts.push({
        name,
        path: `versions.${number}`,
        message: `was edited here: \`trialogue ${list} sync --on-edit new-version\` makes it the next one`,
      });
    for (const one of pullOf(database, here.local.get(name), verdict, kind.members)) {
      const reason = here.isPreferred ? undefined : reasonAgainst(one, list, name, verdict, here);
      try {
        if (reason !== undefined) throw new NotEditable(reason);
        kind.edit(text, name, one, files);
        written.push({ name, path: one.path });
      } catch (error) {
        if (!(error instanceof NotEditable)) throw error;
        conflicts.push({ name, path: one.path, message: error.message });
      }
    }
  }
  const { file, before } = here;
  return { file, before, written, conflicts, files: files.texts, ...(written.length > 0 && { text: text.toString() }) };
}

/** Why a value of the file is not to be overwritten, if so. */
function reasonAgainst(
  { kind, path: at }: Write,
  list: string,
  name: string,
  verdict: Verdict,
  { committed, before }: Here,
): string | undefined {
  if (verdict.conflicts.includes(at)) return 'was changed here and in the product; `--prefer database` overwrites it';
  if (kind === 'entry' || kind === 'version' || committed === null) return undefined;
  const [then, now] = [committed, parse(before, { maxAliasCount: aliasBound })].map((content) =>
    fieldIn(content, list, name, at),
  );
  return then === now
    ? undefined
    : 'was changed here and is not committed; commit it, or overwrite it with `--prefer database`';
}

/** New files first: what is interrupted leaves files that nothing names yet, and that the next time finds as they are. */
async function write(root: string, { file, before, text, files }: Pulled): Promise<void> {
  for (const [name, content] of files)
    if (!(await createFile(path.join(root, name), content)))
      throw new SetupError(`${name} was written by somebody else meanwhile.`, 'Pull again; nothing was overwritten.');
  if (text === undefined) return;
  if (textOf(root, file) !== before)
    throw new SetupError(`${file} was changed meanwhile.`, 'Pull again; it is as it was.');
  await replaceFile(path.join(root, file), text);
}
