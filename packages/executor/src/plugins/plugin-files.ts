import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { PluginEntry } from './entries';

const mostFiles = 10_000;
const skipped = new Set(['node_modules', '.git']);

/** What names a plugin in `plugins.yml`: its package, or its folder from the project's root. */
export const placeOf = ({ name, path: folder }: Pick<PluginEntry, 'name' | 'path'>): string => name ?? folder!;

/** What a name means that stands alone: a package's, or a folder's. */
export const placed = (name: string): Pick<PluginEntry, 'name'> | Pick<PluginEntry, 'path'> =>
  /^[./]/.test(name) || (name.includes('/') && !name.startsWith('@')) ? { path: name } : { name };

/** Where the entry's plugin begins: a module that `require` finds, or its file. */
export const moduleOf = ({ name, path: folder }: Pick<PluginEntry, 'name' | 'path'>, projectRoot: string): string =>
  folder === undefined ? name! : path.resolve(projectRoot, folder);

/** The folder of an entry's package, links followed; undefined when there is none. */
export function folderOf(entry: Pick<PluginEntry, 'name' | 'path'>, projectRoot: string): string | undefined {
  if (entry.path !== undefined) return realFolder(path.resolve(projectRoot, entry.path));
  const places = createRequire(path.resolve(projectRoot, 'package.json')).resolve.paths(entry.name!) ?? [];
  for (const place of places) {
    const folder = path.join(place, entry.name!);
    if (existsSync(path.join(folder, 'package.json'))) return realFolder(folder);
  }
  return undefined;
}

/**
 * What changes when the plugin's files do: of a package its version, and when that was written; of a folder when each of
 * its files was, and how long it is (10,000 of them at most, without `node_modules`).
 */
export function fingerprintOf(entry: Pick<PluginEntry, 'name' | 'path'>, projectRoot: string): string {
  const folder = folderOf(entry, projectRoot);
  if (folder === undefined) return '';
  return entry.path === undefined ? ofPackage(path.join(folder, 'package.json')) : ofFolder(folder);
}

function ofPackage(file: string): string {
  try {
    return `${JSON.parse(readFileSync(file, 'utf8')).version} ${statSync(file).mtimeMs}`;
  } catch {
    return '';
  }
}

function ofFolder(root: string): string {
  const found: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder && found.length < mostFiles; folder = folders.pop())
    for (const entry of listed(folder)) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) folders.push(file);
        continue;
      }
      const { mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? {};
      found.push(`${path.relative(root, file)} ${mtimeMs} ${size}`);
      if (found.length === mostFiles) break;
    }
  return found.sort().join('\n');
}

function listed(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // it went while we looked
  }
}

function realFolder(folder: string): string | undefined {
  try {
    const real = realpathSync(folder);
    return statSync(real).isDirectory() ? real : undefined;
  } catch {
    return undefined;
  }
}
