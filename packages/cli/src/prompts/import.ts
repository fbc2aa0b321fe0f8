import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { misused, subcommand } from '../sync/product-subcommand';
import { bringIn } from './exchange/bring-in';
import { exchangeReport } from './exchange/exchanged';
import { type FoundPrompts, readFolder } from './exchange/folder/read-folder';
import { readMlflow, withMlflow } from './exchange/mlflow/mlflow-prompts';

const usage = 'prompts import --from FOLDER|mlflow [PROMPT …] [--provider NAME] [--model NAME] [--dry-run] [--json]';

/** `prompts import`: prompts of a folder of files or of MLflow's registry, all or these, into the product. */
export const importPrompts = subcommand({
  usage,
  options: {
    from: { type: 'string' },
    provider: { type: 'string' },
    model: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  async run({ settings, graph, words, values: { from, provider, model, 'dry-run': dryRun = false } }) {
    if (!from) throw misused(usage, 'Say where from: --from FOLDER, or --from mlflow.');
    const fallback = { provider, model };
    const found =
      from === 'mlflow'
        ? await withMlflow(settings.mlflow, (api) => readMlflow(api, words, fallback))
        : inFolder(path.resolve(settings.root, from), words, fallback);
    const exchanged = [...found.refused];
    for (const prompt of found.prompts) exchanged.push(...(await bringIn(graph, prompt, dryRun)));
    return exchangeReport(exchanged, dryRun);
  },
});

function inFolder(
  folder: string,
  names: readonly string[],
  fallback: { provider?: string; model?: string },
): FoundPrompts {
  const { prompts, refused } = readFolder(folder, fallback);
  const missing = names.find((name) => !prompts.some((prompt) => prompt.name === name));
  if (missing !== undefined)
    throw new SetupError(`${folder} has no prompt ${missing}.`, 'Name a file or folder in it, without its ending.');
  return names.length === 0
    ? { prompts, refused }
    : { prompts: prompts.filter(({ name }) => names.includes(name)), refused };
}
