import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { leadsInto } from '../leads-into';

/** Files that are to be written, by path from the project's folder. What is there already is none of them. */
export class NewFiles {
  readonly texts = new Map<string, string>();

  constructor(private readonly root: string) {}

  /**
   * Answers the first of the names under which the text is, or can be, without another being overwritten. Throws a
   * SetupError for one that leads out of the project, as a product may have it or a link here.
   */
  add(names: readonly string[], text: string): string {
    const there = names.map((name) => this.textAt(name));
    const same = there.findIndex((one) => one !== undefined && asRead(one) === asRead(text));
    const name = names[same === -1 ? there.indexOf(undefined) : same];
    if (name === undefined) throw new Error(`no name is free: ${names.join(', ')}`);
    if (same === -1) this.texts.set(name, text);
    return name;
  }

  /** Undefined: nothing is there. */
  private textAt(name: string): string | undefined {
    const place = path.join(this.root, name);
    if (!leadsInto(this.root, place))
      throw new SetupError(`${name} leads out of ${this.root}.`, 'Nothing was written. See what leads there.');
    const stat = statSync(place, { throwIfNoEntry: false });
    if (!stat) return this.texts.get(name);
    return stat.isFile() ? readFileSync(place, 'utf8') : '\0';
  }
}

/** As files of a version are read: without line ends of Windows, and blanks at the end. */
export const asRead = (text: string): string => text.replace(/\r\n/g, '\n').trimEnd();

/** Names for a new file of a folder, each less likely to be taken. */
export const namesFor = (folder: string, stem: string, end: string, text: string): string[] => {
  const hash = createHash('sha256').update(text).digest('hex');
  return [stem, `${stem}_${hash.slice(0, 8)}`, `${stem}_${hash}`].map((name) => `${folder}/${name}${end}`);
};

/** Of a file or folder; what is written first has some more characters. */
const longestName = 200;

/** Whoever made a version said where its file was: it is written there only when that is a plain place of the folder. */
export const isPlainPlace = (folder: string, file: string): boolean =>
  file.split('/').every((part) => part.length <= longestName) &&
  file.startsWith(`${folder}/`) &&
  /^\w+\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.\w+$/.test(file);
