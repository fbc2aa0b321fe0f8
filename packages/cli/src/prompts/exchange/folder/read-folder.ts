import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { boundedText } from '../../../bounded-text';
import { leadsInto } from '../../../leads-into';
import type { Exchanged } from '../exchanged';
import { declaredIn, type FallbackModel, withModel } from '../filled-in';
import type { PortablePrompt, PortableVersion } from '../portable-prompt';
import { Unusable } from '../unusable';
import { promptFileName, readPromptFile } from './prompt-file';
import { readVersionFile } from './version-file';

const largestFile = 1_048_576;
const mostPrompts = 10_000;

export interface FoundPrompts {
  readonly prompts: readonly PortablePrompt[];
  readonly refused: readonly Exchanged[];
}

/**
 * The prompts of a folder: `NAME/NUMBER.txt` or `.yml` for each version with `NAME/prompt.yml` beside them, as exporting
 * writes them, and `NAME.txt`, `NAME.md` or `NAME.mustache`, which have no number.
 *
 * @param names - those that are wanted; all of them unless given
 * @throws SetupError when there is no such folder, or no prompt of such a name in it
 */
export function readFolder(folder: string, fallback: FallbackModel, names: readonly string[] = []): FoundPrompts {
  const all = entriesOf(folder);
  const missing = names.find((name) => !all.some((entry) => promptNamed(folder, entry) === name));
  if (missing !== undefined)
    throw new SetupError(`${folder} has no prompt ${missing}.`, 'Name a file or folder in it, without its ending.');
  const entries = all.filter((entry) => names.length === 0 || names.includes(promptNamed(folder, entry) ?? ''));
  const refused: Exchanged[] = [];
  const prompts = entries.flatMap((entry): PortablePrompt[] => {
    const place = path.join(folder, entry);
    const taken = (read: () => PortablePrompt): PortablePrompt[] => {
      try {
        return [read()];
      } catch (error) {
        refused.push(refusal(entry, error));
        return [];
      }
    };
    if (isFolder(place)) return taken(() => readPromptFolder(folder, entry, fallback, refused));
    const { name, ext } = path.parse(entry);
    if (!endings.includes(ext)) return [];
    return taken(() => {
      const version = readVersion(folder, entry, entry, fallback, ext === '.mustache' ? 'MUSTACHE' : undefined);
      return { name, description: '', versions: [version], labels: {} };
    });
  });
  return { prompts, refused };
}

/** The name of the prompt that an entry of the folder is. */
function promptNamed(folder: string, entry: string): string | undefined {
  if (isFolder(path.join(folder, entry))) return entry;
  const { name, ext } = path.parse(entry);
  return endings.includes(ext) ? name : undefined;
}

const endings = ['.txt', '.md', '.mustache'];
const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;

function entriesOf(folder: string): string[] {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) throw new SetupError(`There is no folder ${folder}.`, 'Name one that has prompts in it.');
  const entries = readdirSync(folder).filter((entry) => !entry.startsWith('.'));
  if (entries.length > mostPrompts)
    throw new SetupError(`${folder} has ${entries.length} entries.`, `At most ${mostPrompts} are taken at once.`);
  return entries.sort();
}

function readPromptFolder(root: string, name: string, fallback: FallbackModel, refused: Exchanged[]): PortablePrompt {
  const folder = path.join(root, name);
  if (!leadsInto(root, folder)) throw new Unusable(leadsOut);
  const about = path.join(name, promptFileName);
  const { description, labels } = existsSync(path.join(root, about))
    ? readPromptFile(textOf(root, about))
    : { description: '', labels: {} };
  const versions = readdirSync(folder).flatMap((file): PortableVersion[] => {
    const number = /^([1-9]\d{0,5})\.(?:txt|yml)$/.exec(file)?.[1];
    if (number === undefined) return [];
    try {
      return [{ ...readVersion(root, path.join(name, file), number, fallback), number: Number(number) }];
    } catch (error) {
      refused.push(refusal(`${name}@${number}`, error, file));
      return [];
    }
  });
  return { name, description, versions: versions.sort((one, other) => one.number! - other.number!), labels };
}

function readVersion(
  root: string,
  file: string,
  at: string,
  fallback: FallbackModel,
  syntax?: PortableVersion['syntax'],
): PortableVersion {
  const read = readVersionFile(path.extname(file) === '.yml' ? '.yml' : '.txt', textOf(root, file));
  const version = { ...read, ...(syntax && { syntax }) };
  const texts = version.messages?.map(({ template }) => template) ?? [version.template!];
  const model = withModel(version.modelProvider, version.modelName, fallback);
  return { ...version, ...model, at, variables: version.variables ?? declaredIn(texts, version.syntax, true) };
}

const leadsOut = 'leads out of the folder';

/** What leads elsewhere is not read: it would be published. */
function textOf(root: string, file: string): string {
  const place = path.join(root, file);
  if (!leadsInto(root, place)) throw new Unusable(leadsOut);
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new Unusable('is no file');
  try {
    return boundedText(place, largestFile);
  } catch (error) {
    throw new Unusable((error as Error).message);
  }
}

/** Anything but a file that says nothing usable ends everything. */
function refusal(subject: string, error: unknown, other?: string): Exchanged {
  if (!(error instanceof Unusable)) throw error;
  return { subject, outcome: 'REFUSED', other, note: error.message };
}
