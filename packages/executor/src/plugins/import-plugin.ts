import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { inspect } from 'node:util';
import type { Plugin } from '@trialogue/plugin-api';
import { pluginProblem } from '@trialogue/plugin-api/host';
import type { PluginEntry } from './entries';
import { folderOf, moduleOf, placeOf } from './plugin-files';

/** Why a plugin is not taken; the message is for whoever wrote its entry. */
export class PluginRefused extends Error {}

/**
 * Loads the module that an entry names, with all of its package's files anew, and checks that it is a plugin for this host.
 * When it cannot be loaded, what was loaded before stays what those who hold it get more of.
 */
export function importPlugin(entry: PluginEntry, projectRoot: string): Plugin {
  const required = createRequire(resolve(projectRoot, 'package.json'));
  let file: string;
  try {
    file = required.resolve(moduleOf(entry, projectRoot));
  } catch (cause) {
    const hint =
      entry.path === undefined ? `npm install ${entry.name}` : 'the folder needs a package.json or an index.js';
    throw new PluginRefused(`there is nothing to load at ${placeOf(entry)}; ${hint}`, { cause });
  }
  const folder = folderOf(entry, projectRoot);
  const forgotten = folder === undefined ? {} : forget(folder, required.cache);
  let exported: unknown;
  try {
    exported = required(file);
  } catch (cause) {
    Object.assign(required.cache, forgotten);
    throw new PluginRefused(`its module throws when it is loaded: ${textOf(cause)}`, { cause });
  }
  const candidate = (exported as { default?: unknown } | null)?.default ?? exported;
  const problem = pluginProblem(candidate);
  if (problem) throw new PluginRefused(problem);
  return candidate as Plugin;
}

/** The files of a package may have changed since they were loaded. Answers what was forgotten. */
function forget(folder: string, cache: NodeJS.Dict<NodeModule>): NodeJS.Dict<NodeModule> {
  const files = Object.keys(cache).filter((file) => file.startsWith(folder + sep));
  const forgotten = Object.fromEntries(files.map((file) => [file, cache[file]]));
  for (const file of files) delete cache[file];
  return forgotten;
}

/** What was thrown, which need not be an Error. */
export function textOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : inspect(error);
}
