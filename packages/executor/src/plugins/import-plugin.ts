import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { inspect } from 'node:util';
import type { Plugin } from '@trialogue/plugin-api';
import { pluginProblem } from '@trialogue/plugin-api/host';
import type { PluginEntry } from './entries';
import { folderOf, moduleOf, placeOf } from './plugin-files';

/** Why a plugin is not taken; the message is for whoever wrote its entry. */
export class PluginRefused extends Error {}

export interface ImportedPlugin {
  readonly plugin: Plugin;
  /** For who does not serve it after all: what was loaded before is what those who hold it get more of. */
  restore(): void;
}

/**
 * Loads the module that an entry names, with all of its package's files anew, and checks that it is a plugin for this host.
 * Throws PluginRefused, and then has restored what was loaded before.
 */
export function importPlugin(entry: PluginEntry, projectRoot: string): ImportedPlugin {
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
  const restore = folder === undefined ? () => {} : forget(folder, required.cache);
  try {
    const exported: unknown = load(() => required(file));
    const candidate = (exported as { default?: unknown } | null)?.default ?? exported;
    const problem = pluginProblem(candidate);
    if (problem) throw new PluginRefused(problem);
    return { plugin: candidate as Plugin, restore };
  } catch (error) {
    restore();
    throw error;
  }
}

function load(module: () => unknown): unknown {
  try {
    return module();
  } catch (cause) {
    throw new PluginRefused(`its module throws when it is loaded: ${textOf(cause)}`, { cause });
  }
}

/**
 * The files of a package may have changed since they were loaded; not those of other packages that lie in it. Answers what
 * brings back what was forgotten.
 */
function forget(folder: string, cache: NodeJS.Dict<NodeModule>): () => void {
  const inner = `${sep}node_modules${sep}`;
  const drop = () => {
    const dropped: NodeJS.Dict<NodeModule> = {};
    for (const file of Object.keys(cache)) {
      if (!file.startsWith(folder + sep) || file.slice(folder.length).includes(inner)) continue;
      dropped[file] = cache[file];
      delete cache[file];
    }
    return dropped;
  };
  const forgotten = drop();
  return () => {
    drop();
    Object.assign(cache, forgotten);
  };
}

/** What was thrown, which need not be an Error. */
export function textOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : inspect(error);
}
