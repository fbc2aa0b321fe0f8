import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { parse } from 'yaml';
import type { Graph } from '../apply/apply';
import { committedText } from '../apply/commits';
import type { EntryList } from '../apply/entries';
import { aliasBound } from '../apply/yaml-file';
import { createFile, replaceFile } from '../whole-file';
import { fieldIn } from './committed-field';
import { promptsFileOf, textOf } from './prompts-file';
import { PromptsText } from './prompts-text';
import { edit } from './pull-edit';
import { type LocalPrompt, pullOf, type Verdict, verdictOf, type Write } from './pull-plan';
import { type RegistryPrompt, registryPrompts } from './registry-prompts';
import { readPrompts, type Synced, syncThroughGraph } from './sync-graph';
import { NewFiles } from './version-files';
import { NotEditable } from './yaml-edits';

/** Something that was not written, and why. */
export interface PullConflict {
  readonly prompt: string;
  /** In the prompt's entry; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
}

/** What was written, or would be. */
export interface Pulled {
  /** The list, as a path from the project's folder, and its text as it was. */
  readonly name: string;
  readonly before: string;
  readonly written: readonly { readonly prompt: string; readonly path: string }[];
  readonly conflicts: readonly PullConflict[];
  /** New text of the list; undefined: it stays as it is. */
  readonly text?: string;
  readonly files: ReadonlyMap<string, string>;
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
export async function pullInto(graph: Graph, root: string, { dryRun, isPreferred }: PullOptions): Promise<Pulled> {
  const name = promptsFileOf(root);
  const before = textOf(root, name);
  const read = readPrompts(root);
  const broken = read.refused.find(({ subject }) => subject === 'the file');
  if (broken)
    throw new SetupError(`${broken.file}:${broken.line}: ${broken.notes[0]!.message}.`, 'Correct it, then pull again.');
  const synced = await syncThroughGraph(graph, root, read, { dryRun: true, onEdit: 'NEW_VERSION', prefer: 'DATABASE' });
  const pulled = pulledFrom(await registryPrompts(graph), {
    ...{ root, name, before, isPreferred, verdicts: verdictsOf(synced), local: localPrompts(read) },
    committed: parse((await committedText(root, name)) ?? 'null', { maxAliasCount: aliasBound }),
  });
  if (!dryRun) await write(root, pulled);
  return pulled;
}

const verdictsOf = ({ outcomes, renumbered }: Synced): Here['verdicts'] =>
  new Map(
    outcomes.map((outcome) => {
      const prompt = outcome.subject.replace(/^prompt /, '');
      const edited = renumbered.filter((one) => one.prompt === prompt).map(({ from }) => from);
      return [prompt, outcome.result === 'REFUSED' ? undefined : verdictOf(outcome, edited)] as const;
    }),
  );

interface Here {
  readonly name: string;
  readonly root: string;
  readonly before: string;
  /** What the list said at HEAD; null: it is not in Git. */
  readonly committed: unknown;
  readonly local: ReadonlyMap<string, LocalPrompt>;
  /** Undefined: the entry is refused. Nothing: it is not in the files. */
  readonly verdicts: ReadonlyMap<string, Verdict | undefined>;
  /** Whether the product counts where both changed. */
  readonly isPreferred: boolean;
}

const localPrompts = ({ inputs }: EntryList): ReadonlyMap<string, LocalPrompt> =>
  new Map((inputs as readonly LocalPrompt[]).map((input) => [input.name, input]));

const untouched: Verdict = { fromFile: [], conflicts: [], edited: [] };

/** Edits the text of the list; nothing is written yet. */
function pulledFrom(prompts: readonly RegistryPrompt[], here: Here): Pulled {
  const files = new NewFiles(here.root);
  const text = new PromptsText(here.before);
  const written: Pulled['written'][number][] = [];
  const conflicts: PullConflict[] = [];
  for (const database of prompts) {
    const { name: prompt } = database;
    if (here.verdicts.has(prompt) && here.verdicts.get(prompt) === undefined) {
      conflicts.push({
        prompt,
        path: '',
        message: 'the entry here is refused: see `trialogue prompts sync --dry-run`',
      });
      continue;
    }
    const verdict = here.verdicts.get(prompt) ?? untouched;
    for (const number of verdict.edited)
      conflicts.push({
        prompt,
        path: `versions.${number}`,
        message: 'was edited here: `trialogue prompts sync --on-edit new-version` makes it the next one',
      });
    for (const one of pullOf(database, here.local.get(prompt), verdict)) {
      const reason = here.isPreferred ? undefined : reasonAgainst(one, prompt, verdict, here);
      try {
        if (reason !== undefined) throw new NotEditable(reason);
        edit(text, prompt, one, files);
        written.push({ prompt, path: one.path });
      } catch (error) {
        if (!(error instanceof NotEditable)) throw error;
        conflicts.push({ prompt, path: one.path, message: error.message });
      }
    }
  }
  const { name, before } = here;
  return { name, before, written, conflicts, files: files.texts, ...(written.length > 0 && { text: text.toString() }) };
}

/** Why a value of the file is not to be overwritten, if so. */
function reasonAgainst(
  { kind, path: at }: Write,
  prompt: string,
  verdict: Verdict,
  { committed, before }: Here,
): string | undefined {
  if (verdict.conflicts.includes(at)) return 'was changed here and in the product; `--prefer database` overwrites it';
  if (kind === 'prompt' || kind === 'version' || committed === null) return undefined;
  const [then, now] = [committed, parse(before, { maxAliasCount: aliasBound })].map((content) =>
    fieldIn(content, prompt, at),
  );
  return then === now
    ? undefined
    : 'was changed here and is not committed; commit it, or overwrite it with `--prefer database`';
}

/** New files first: what is interrupted leaves files that nothing names yet, and that the next time finds as they are. */
async function write(root: string, { name, before, text, files }: Pulled): Promise<void> {
  for (const [file, content] of files)
    if (!(await createFile(path.join(root, file), content)))
      throw new SetupError(`${file} was written by somebody else meanwhile.`, 'Pull again; nothing was overwritten.');
  if (text === undefined) return;
  if (textOf(root, name) !== before)
    throw new SetupError(`${name} was changed meanwhile.`, 'Pull again; it is as it was.');
  await replaceFile(path.join(root, name), text);
}
