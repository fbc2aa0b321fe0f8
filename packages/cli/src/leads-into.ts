import { realpathSync } from 'node:fs';
import path from 'node:path';

/** Whether a place lies in a folder by its name and as the disk has it, links followed; it need not be there yet. */
export function leadsInto(folder: string, place: string): boolean {
  return isBelow(path.resolve(folder), path.resolve(place)) && isBelow(realOf(folder), realOf(place));
}

function isBelow(folder: string, place: string): boolean {
  const [first] = path.relative(folder, place).split(path.sep);
  return first !== '' && first !== '..' && !path.isAbsolute(first!);
}

function realOf(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    const parent = path.dirname(path.resolve(place));
    return parent === place ? place : path.join(realOf(parent), path.basename(place));
  }
}
