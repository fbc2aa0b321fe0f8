import { type Report, runSubcommand } from '../subcommands';

interface Subcommand {
  run(root: string, words: readonly string[]): Promise<Report & { readonly json: boolean }>;
}

/** By name, in the order of the usage text. */
const subcommands: { readonly [name: string]: () => Promise<Subcommand> } = {
  create: () => import('./create.js'),
  verify: () => import('./verify.js'),
};

export const usage = `trialogue plugins — strategies, tools and fields of the graph that packages and folders bring

  npx trialogue plugins create NAME [--folder FOLDER]
                                         a folder with a plugin that works, its tests and a README
  npx trialogue plugins verify [FOLDER]  the contract tests of the plugin in a folder: what every plugin has to do

Each takes --json.
Exit code 0: fine; 1: there is something to correct; 2: it could not be done.`;

/** `trialogue plugins SUBCOMMAND …`. Throws a SetupError for what cannot be done. */
export const pluginsCommand = (root: string, words: readonly string[]): Promise<void> =>
  runSubcommand({ name: 'plugins', usage, subcommands }, words, ({ run }, rest) => run(root, rest));
