import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The real path of a file that a project names. Throws when there is none, when it is hidden (`.env`), lies outside the
 * project, or has more bytes than `most`. A place inside the project is added to `files`, for it is worth watching,
 * whatever is there now.
 */
export function inside(root: string, name: string, most: number, files: Set<string>): string {
  const place = path.resolve(root, name);
  checkPlace(name, path.relative(root, place));
  files.add(name);
  let real: string;
  try {
    real = realpathSync(place);
  } catch {
    throw new Error(`there is no file ${name}`);
  }
  checkPlace(name, path.relative(realpathSync(root), real));
  const stat = statSync(real);
  if (!stat.isFile()) throw new Error(`${name} is not a file`);
  if (stat.size > most) throw new Error(`${name} is larger than ${most} bytes`);
  return real;
}

function checkPlace(name: string, within: string): void {
  if (within.startsWith('..') || path.isAbsolute(within)) throw new Error(`${name} lies outside the project’s folder`);
  if (within.split(path.sep).some((part) => part.startsWith('.'))) throw new Error(`${name} is a hidden file`);
}
