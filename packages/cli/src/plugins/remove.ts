import { SetupError } from '@trialogue/errors';
import { placeOf } from '@trialogue/executor';
import { pluginsFile } from '../plugins-file';
import { misused, subcommand } from '../sync/product-subcommand';
import { projectFile } from './project-file';
import { codeOf, removeRunning, runningPlugins } from './running-plugins';

const usage = 'plugins remove NAME [--force] [--json]';

/** `plugins remove`: out of the running product, which says whether it can go, then out of the file. */
export const remove = subcommand({
  usage,
  options: { force: { type: 'boolean' } },
  async run({ settings, graph, words: [name, more], values: { force = false } }) {
    if (name === undefined) throw misused(usage, 'Which plugin?');
    if (more !== undefined) throw misused(usage, `"${more}" says nothing here.`);
    const file = projectFile(settings);
    const listed = file.read().map(placeOf);
    const running = (await runningPlugins(graph)) ?? [];
    const called = listed.includes(name) ? undefined : running.find((one) => one.name === name);
    const known = running.find((one) => one.place === name) ?? called;
    const place = known?.place ?? name;
    const isListed = listed.includes(place);
    if (!known && !isListed)
      throw new SetupError(`There is no plugin ${name}.`, '`npx trialogue plugins list` lists them.');
    try {
      const left = known && (await removeRunning(graph, place, force));
      if (isListed) await file.remove(place);
      const text = left
        ? `${name} is removed, and out of ${pluginsFile}. What runs with it ends first.\n`
        : `${name} is out of ${pluginsFile}. No product that has it answers: it is not loaded at the next start.\n`;
      return { data: { name, running: left !== undefined }, text };
    } catch (error) {
      if (codeOf(error) !== 'PLUGIN_IN_USE') throw error;
      const { message, help } = error as SetupError;
      return {
        data: { name, problem: message },
        text: `${message}\n${help}\nOn the command line: --force.\n`,
        code: 1,
      };
    }
  },
});
