import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf } from '../apply/entries';
import { replaceFile } from '../whole-file';
import { ListText } from './list-text';

/** Numbers that versions of something have got: `from` the one in the file, `to` the one that is published. */
export interface Renumbered {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Labels that go with it. */
  readonly labels: readonly string[];
}

/** The file of a list that a project has, or will have. */
export const listFileOf = (root: string, list: string): string => fileOf(root, list) ?? `config/${list}.yml`;

export function textOf(root: string, file: string): string {
  const place = path.join(root, file);
  return existsSync(place) ? readFileSync(place, 'utf8') : '';
}

/** Writes into a project's file which numbers its versions have got. Doing it again changes nothing. */
export async function renumberFile(root: string, list: string, renumbered: readonly Renumbered[]): Promise<void> {
  const file = listFileOf(root, list);
  const text = new ListText(list, textOf(root, file));
  const left = renumbered.filter(({ name, from }) => text.hasVersion(name, from));
  for (const { name, from, to, labels } of left) text.renumber(name, from, to, labels);
  if (left.length > 0) await replaceFile(path.join(root, file), text.toString());
}
