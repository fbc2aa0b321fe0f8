import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import type { Graph } from '../apply/apply';
import { misused, subcommand } from '../sync/product-subcommand';
import { type Exchanged, exchangeReport } from './exchange/exchanged';
import { writeFolder } from './exchange/folder/write-folder';
import { withMlflow } from './exchange/mlflow/mlflow-prompts';
import { sendToMlflow } from './exchange/mlflow/send';
import { type PortablePrompt, promptNames, readPrompt } from './exchange/portable-prompt';

const usage = 'prompts export --to FOLDER|mlflow [PROMPT …] [--dry-run] [--json]';

/** `prompts export`: the product's prompts, all or these, to a folder of files or to MLflow's registry. */
export const exportPrompts = subcommand({
  usage,
  options: { to: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async run({ settings, graph, words, values: { to, 'dry-run': dryRun = false } }) {
    if (!to) throw misused(usage, 'Say where to: --to FOLDER, or --to mlflow.');
    const names = words.length > 0 ? words : await promptNames(graph);
    const each = async (send: (prompt: PortablePrompt) => Promise<Exchanged[]>) => {
      const exchanged: Exchanged[] = [];
      for (const name of names) exchanged.push(...(await send(await promptNamed(graph, name))));
      return exchangeReport(exchanged, dryRun);
    };
    if (to === 'mlflow')
      return withMlflow(settings.mlflow, (api) => each((prompt) => sendToMlflow(api, prompt, dryRun)));
    return each((prompt) => writeFolder(path.resolve(settings.root, to), prompt, dryRun));
  },
});

async function promptNamed(graph: Graph, name: string): Promise<PortablePrompt> {
  const prompt = await readPrompt(graph, name);
  if (prompt) return prompt;
  throw new SetupError(`There is no prompt ${name}.`, '`npx trialogue prompts list` shows which there are.');
}
