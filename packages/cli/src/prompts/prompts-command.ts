import type { Settings } from '../settings';
import { runSubcommand } from '../subcommands';
import type { Subcommand } from '../sync/product-subcommand';

/** By name, in the order of the usage text. */
const subcommands: { readonly [name: string]: () => Promise<Subcommand> } = {
  list: async () => (await import('./list.js')).list,
  show: async () => (await import('./show.js')).show,
  diff: async () => (await import('./diff.js')).diff,
  render: async () => (await import('./render.js')).render,
  lint: async () => (await import('./lint.js')).lint,
  sync: async () => (await import('./sync.js')).sync,
  pull: async () => (await import('./sync.js')).pull,
  import: async () => (await import('./import.js')).importPrompts,
  export: async () => (await import('./export.js')).exportPrompts,
};

const usage = `trialogue prompts — the prompt registry of a running product

  npx trialogue prompts list                   every prompt, with what is served and its labels
  npx trialogue prompts show PROMPT[@VERSION]  one version, whole; a VERSION is a number or a label
  npx trialogue prompts diff PROMPT[@VERSION] [PROMPT@VERSION]
                                               what differs between two versions; the second: the newest unless given
  npx trialogue prompts render PROMPT[@VERSION] [--var NAME=VALUE …] [--vars FILE]
                                               what a model would be sent; nothing is called
  npx trialogue prompts lint [FILE …]          what is wrong with the templates here; needs no running product
  npx trialogue prompts sync [--dry-run] [--on-edit new-version] [--prefer file|database]
                                               bring product and files together, or say where they do not agree
  npx trialogue prompts pull [--dry-run] [--prefer database]
                                               write what was made or changed in the product into the files here
  npx trialogue prompts import --from FOLDER|mlflow [PROMPT …] [--provider NAME] [--model NAME] [--dry-run]
  npx trialogue prompts export --to FOLDER|mlflow [PROMPT …] [--dry-run]
                                               from and to a folder of plain files, or MLflow's prompt registry
                                               (MLFLOW_TRACKING_URI); what is there already stays

Each takes --json. TRIALOGUE_URL and TRIALOGUE_KEY say which product is asked; docs/prompts-guide.md tells more.
Exit code 0: fine; 1: there is something to correct; 2: it could not be done.`;

/** `trialogue prompts SUBCOMMAND …`. Throws a SetupError for what cannot be done. */
export const promptsCommand = (settings: Settings, words: readonly string[]): Promise<void> =>
  runSubcommand({ name: 'prompts', usage, subcommands }, words, ({ run }, rest) =>
    run(settings, rest, process.stdout.hasColors?.() ?? false),
  );
