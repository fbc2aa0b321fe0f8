import { type Application, apply, type Leave } from './apply/apply';
import { describe, isLeft } from './apply/outcome';
import { graphOverHttp, untilWhole } from './graph-over-http';
import { ProjectFiles } from './project-files';
import type { Settings } from './settings';
import { untilStopped } from './until-stopped';

/** `trialogue apply`: the same as at start, against a running product. `TRIALOGUE_URL` and `TRIALOGUE_KEY` say which. */
export async function applyCommand(settings: Settings, leave: Leave): Promise<void> {
  const { outcomes } = await applyTo(settings, leave);
  for (const outcome of outcomes) process.stdout.write(`${describe(outcome)}\n`);
  const refused = outcomes.filter(isLeft).length;
  process.stdout.write(`${outcomes.length} entries, ${refused} refused.\n`);
  if (refused > 0) process.exitCode = 1;
}

/** `trialogue apply --watch`: and again whenever a file changes. */
export function watchCommand(settings: Settings): Promise<void> {
  return untilStopped(settings, 'to apply the files', async (logger) => {
    const product = { apply: () => applyTo(settings), reloadPlugins: async () => {} };
    const files = new ProjectFiles(product, settings.root, logger);
    await files.apply();
    return { banner: 'Watching the files. Ctrl-C stops it.\n', close: () => files.close() };
  });
}

async function applyTo(settings: Settings, leave: Leave = {}): Promise<Application> {
  const graph = graphOverHttp(settings);
  await untilWhole(graph);
  return apply({ root: settings.root, environment: settings.secret }, graph, leave);
}
