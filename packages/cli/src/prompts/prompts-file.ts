import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf } from '../apply/entries';
import { replaceFile } from '../whole-file';
import { PromptsText } from './prompts-text';

/** Numbers that versions of a prompt have got: `from` the one in the file, `to` the one that is published. */
export interface Renumbered {
  readonly prompt: string;
  readonly from: number;
  readonly to: number;
  /** Labels that go with it. */
  readonly labels: readonly string[];
}

/** The file of prompts that a project has, or will have. */
export const promptsFileOf = (root: string): string => fileOf(root, 'prompts') ?? 'config/prompts.yml';

export function textOf(root: string, file: string): string {
  const place = path.join(root, file);
  return existsSync(place) ? readFileSync(place, 'utf8') : '';
}

/** Writes into a project's file which numbers its versions have got. Doing it again changes nothing. */
export async function renumberFile(root: string, renumbered: readonly Renumbered[]): Promise<void> {
  const file = promptsFileOf(root);
  const text = new PromptsText(textOf(root, file));
  const left = renumbered.filter(({ prompt, from }) => text.hasVersion(prompt, from));
  for (const { prompt, from, to, labels } of left) text.renumber(prompt, from, to, labels);
  if (left.length > 0) await replaceFile(path.join(root, file), text.toString());
}
