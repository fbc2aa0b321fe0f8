import type { Settings } from '../settings';
import { runSubcommand } from '../subcommands';
import type { Subcommand } from '../sync/product-subcommand';
import { usage } from './flows-command';

/** Of `trialogue flows`: those that ask a running product. */
const subcommands: { readonly [name: string]: () => Promise<Subcommand> } = {
  sync: async () => (await import('./sync.js')).sync,
  pull: async () => (await import('./sync.js')).pull,
};

export const asksProduct = (name: string | undefined): boolean =>
  name !== undefined && Object.hasOwn(subcommands, name);

/** `trialogue flows sync`, `flows pull`. Throws a SetupError for what cannot be done. */
export const productCommand = (settings: Settings, words: readonly string[]): Promise<void> =>
  runSubcommand({ name: 'flows', usage, subcommands }, words, ({ run }, rest) =>
    run(settings, rest, process.stdout.hasColors?.() ?? false),
  );
