import type { Settings } from '../settings';
import { runSubcommand } from '../subcommands';
import type { Subcommand } from '../sync/product-subcommand';

/** One that needs no product. */
const inFolder = (run: (root: string, words: readonly string[]) => ReturnType<Subcommand['run']>) => ({
  run: ({ root }: Settings, words: readonly string[]) => run(root, words),
});

/** By name, in the order of the usage text. */
const subcommands: { readonly [name: string]: () => Promise<Pick<Subcommand, 'run'>> } = {
  create: async () => inFolder((await import('./create.js')).run),
  verify: async () => inFolder((await import('./verify.js')).run),
  list: async () => (await import('./list.js')).list,
  add: async () => (await import('./add.js')).add,
  remove: async () => (await import('./remove.js')).remove,
  reload: async () => (await import('./reload.js')).reload,
};

const usage = `trialogue plugins — strategies, tools and fields of the graph that packages and folders bring

  npx trialogue plugins create NAME [--folder FOLDER]
                                         a folder with a plugin that works, its tests and a README
  npx trialogue plugins verify [FOLDER]  what every plugin has to do, tried with the samples of the one in a folder
  npx trialogue plugins list             what config/plugins.yml names, and how it does in the running product
  npx trialogue plugins add NAME [--options JSON] [--secret NAME …] [--scope SCOPE …]
                                         a package that is installed, or a folder from the project's: into
                                         config/plugins.yml, and into the running product, if there is one
  npx trialogue plugins remove NAME [--force]
                                         out of both; --force: even if it is in use
  npx trialogue plugins reload [NAME]    load what has changed, or what is named, in the running product

Each takes --json. TRIALOGUE_URL and TRIALOGUE_KEY say which product is asked; docs/plugins.md tells more.
Exit code 0: fine; 1: there is something to correct; 2: it could not be done.`;

/** `trialogue plugins SUBCOMMAND …`. Throws a SetupError for what cannot be done. */
export const pluginsCommand = (settings: Settings, words: readonly string[]): Promise<void> =>
  runSubcommand({ name: 'plugins', usage, subcommands }, words, ({ run }, rest) => run(settings, rest, false));
