import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Gathered } from './entries';
import type { Path } from './yaml-file';

/**
 * The real path of a file that a project names. A fault when there is none, when it is hidden (`.env`), lies outside the
 * project, or has more bytes than `most`. A place inside the project is worth watching, whatever is there now.
 *
 * @param at where in the entry the file is named
 */
export function inside(root: string, name: string, most: number, at: Path, gathered: Gathered): string | undefined {
  const fault = (message: string | undefined) => {
    if (message !== undefined) gathered.fault(at, message);
    return message !== undefined;
  };
  const place = path.resolve(root, name);
  if (fault(placeFault(name, path.relative(root, place)))) return undefined;
  gathered.files.add(name);
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat) return void fault(`there is no file ${name}`);
  const real = realpathSync(place);
  if (fault(placeFault(name, path.relative(realpathSync(root), real)))) return undefined;
  if (!stat.isFile()) return void fault(`${name} is not a file`);
  if (stat.size > most) return void fault(`${name} is larger than ${most} bytes`);
  return real;
}

function placeFault(name: string, within: string): string | undefined {
  if (within.startsWith('..') || path.isAbsolute(within)) return `${name} lies outside the project’s folder`;
  if (within.split(path.sep).some((part) => part.startsWith('.'))) return `${name} is a hidden file`;
  return undefined;
}
