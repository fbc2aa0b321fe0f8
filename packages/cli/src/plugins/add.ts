import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { type PluginEntry, placed, placeOf, pluginFolderOf, readPluginEntry } from '@trialogue/executor';
import { pluginsFile } from '../plugins-file';
import type { Report } from '../subcommands';
import { misused, subcommand } from '../sync/product-subcommand';
import { projectFile } from './project-file';
import { type RunningPlugin, reloadRunning } from './running-plugins';

const usage = 'plugins add NAME [--options JSON] [--secret NAME …] [--scope SCOPE …] [--json]';

/** `plugins add`: into the file, and into the running product; when that refuses it, the file is as it was. */
export const add = subcommand({
  usage,
  options: {
    options: { type: 'string' },
    secret: { type: 'string', multiple: true },
    scope: { type: 'string', multiple: true },
  },
  async run({ settings, graph, words: [name, more], values }) {
    if (name === undefined) throw misused(usage, 'Which plugin?');
    if (more !== undefined) throw misused(usage, `"${more}" says nothing here.`);
    const file = projectFile(settings);
    const before = file.read().find((entry) => placeOf(entry) === name);
    const entry = entryOf(before ?? placed(name), values);
    checkThere(entry, settings.root);
    const undo = await file.put(entry);
    const plugins = await reloadRunning(graph).catch(async (error) => {
      await undo();
      throw error;
    });
    const report = reportOf(name, plugins, settings.target.url);
    if (report.code === 1) {
      await undo();
      await reloadRunning(graph);
    }
    return report;
  },
});

function reportOf(name: string, plugins: RunningPlugin[] | undefined, url: string): Report {
  const data = { name, file: pluginsFile };
  if (!plugins)
    return {
      data: { ...data, running: false },
      text: `${name} is in ${pluginsFile}. No product answers at ${url}: it is loaded at the next start.\n`,
    };
  const plugin = plugins.find(({ place }) => place === name);
  if (!plugin)
    return {
      data: { ...data, running: true, plugin: null },
      text: `${name} is in ${pluginsFile}, but the product at ${url} reads another one. Add it there too, or by the mutation addPlugin.\n`,
    };
  if (plugin.state !== 'LOADED' || plugin.problem !== null)
    return {
      data: { ...data, running: true, plugin },
      text: `${name} is refused: ${plugin.problem}.\n${pluginsFile} is as it was. Correct it, then add it again.\n`,
      code: 1,
    };
  return {
    data: { ...data, running: true, plugin },
    text: `${plugin.name} ${plugin.version} is loaded, and in ${pluginsFile}. \`npx trialogue plugins list\` says how it does.\n`,
  };
}

/** Throws a SetupError. */
function entryOf(
  before: Partial<PluginEntry>,
  { options, secret, scope }: { options?: string; secret?: string[]; scope?: string[] },
): PluginEntry {
  const { location: _, ...entry } = before;
  const read = readPluginEntry({
    ...entry,
    ...(options !== undefined && { options: asJson(options) }),
    ...(secret && { secrets: secret }),
    ...(scope && { scopes: scope }),
  });
  if ('entry' in read) return read.entry;
  throw misused(usage, `That is no entry of ${pluginsFile}: ${read.problem}.`);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw misused(usage, `--options is no JSON: ${(cause as Error).message}.`, cause);
  }
}

function checkThere(entry: PluginEntry, root: string): void {
  if (pluginFolderOf(entry, root) !== undefined) return;
  if (entry.path === undefined)
    throw new SetupError(`The package ${entry.name} is not installed in this project.`, `npm install ${entry.name}`);
  throw new SetupError(
    `There is no folder ${path.resolve(root, entry.path)}.`,
    'Name a folder with a package.json or an index.js, from the project’s folder.',
  );
}
