import { isolationOf, placeOf } from '@trialogue/executor';
import { tableText } from '../prompts/table-text';
import { misused, subcommand } from '../sync/product-subcommand';
import { projectFile } from './project-file';
import { pluginsText, runningPlugins } from './running-plugins';

const usage = 'plugins list [--json]';

/** `plugins list`: what the file names, and what became of it in the running product. */
export const list = subcommand({
  usage,
  options: {},
  async run({ settings, graph, words }) {
    if (words.length > 0) throw misused(usage, `"${words[0]}" says nothing here.`);
    const running = await runningPlugins(graph);
    if (running) {
      const code = running.some(({ problem }) => problem !== null) ? 1 : 0;
      return { data: { running: true, plugins: running }, text: pluginsText(running), code };
    }
    const entries = projectFile(settings).read();
    const plugins = entries.map((entry) => ({ place: placeOf(entry), isolation: isolationOf(entry) }));
    const table = tableText(
      ['PLUGIN', 'ISOLATION'],
      plugins.map(({ place, isolation }) => [place, isolation]),
    );
    return {
      data: { running: false, plugins },
      text: `${table}\nNo product answers: this is what it will load at its start.\n`,
    };
  },
});
