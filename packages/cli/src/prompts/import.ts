import path from 'node:path';
import { misused, subcommand } from '../sync/product-subcommand';
import { bringIn } from './exchange/bring-in';
import { exchangeReport } from './exchange/exchanged';
import { readFolder } from './exchange/folder/read-folder';
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
        : readFolder(path.resolve(settings.root, from), fallback, words);
    const exchanged = [...found.refused];
    for (const prompt of found.prompts) exchanged.push(...(await bringIn(graph, prompt, dryRun)));
    return exchangeReport(exchanged, dryRun);
  },
});
