import { SetupError } from '@trialogue/errors';
import { misused, subcommand } from '../sync/product-subcommand';
import { pluginsText, reloadRunning } from './running-plugins';

const usage = 'plugins reload [NAME] [--json]';

/** `plugins reload`: the running product loads what has changed, or what is named. */
export const reload = subcommand({
  usage,
  options: {},
  async run({ settings, graph, words: [name, more] }) {
    if (more !== undefined) throw misused(usage, `"${more}" says nothing here.`);
    const plugins = await reloadRunning(graph, name);
    if (!plugins)
      throw new SetupError(
        `${settings.target.url} does not answer.`,
        'A product loads its plugins when it starts; or set TRIALOGUE_URL.',
      );
    const code = plugins.some(({ problem }) => problem !== null) ? 1 : 0;
    return { data: { plugins }, text: pluginsText(plugins), code };
  },
});
