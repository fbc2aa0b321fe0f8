import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { inspect } from 'node:util';
import type { Plugin } from '@trialogue/plugin-api';
import { pluginProblem } from '@trialogue/plugin-api/host';
import type { PluginEntry } from './entries';

/** Why a plugin is not taken; the message is for whoever wrote its entry. */
export class PluginRefused extends Error {}

/** Loads the module that an entry names and checks that it is a plugin for this host. */
export function importPlugin(entry: PluginEntry, projectRoot: string): Plugin {
  const required = createRequire(resolve(projectRoot, 'package.json'));
  const place = entry.path === undefined ? entry.name! : resolve(projectRoot, entry.path);
  let file: string;
  try {
    file = required.resolve(place);
  } catch (cause) {
    const hint = entry.path === undefined ? 'install it with npm' : 'the folder needs a package.json or an index.js';
    throw new PluginRefused(`there is nothing to load at ${entry.path ?? entry.name}; ${hint}`, { cause });
  }
  if (entry.path !== undefined) forget(place, required.cache);
  let exported: unknown;
  try {
    exported = required(file);
  } catch (cause) {
    throw new PluginRefused(`its module throws when it is loaded: ${textOf(cause)}`, { cause });
  }
  const candidate = (exported as { default?: unknown } | null)?.default ?? exported;
  const problem = pluginProblem(candidate);
  if (problem) throw new PluginRefused(problem);
  return candidate as Plugin;
}

/** A folder's plugin may have been edited since it was loaded. */
function forget(folder: string, cache: NodeJS.Dict<NodeModule>): void {
  for (const file of Object.keys(cache)) if (file.startsWith(folder + sep)) delete cache[file];
}

/** What was thrown, which need not be an Error. */
export function textOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : inspect(error);
}
