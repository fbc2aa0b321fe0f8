import { SetupError } from '@trialogue/errors';
import type { Settings } from '../settings';
import type { Subcommand } from './subcommand';

/** By name, in the order of the usage text. */
const subcommands: { readonly [name: string]: () => Promise<Subcommand> } = {
  list: async () => (await import('./list.js')).list,
};

const usage = `trialogue prompts — the prompt registry of a running product

  npx trialogue prompts list                   every prompt, with its versions and labels

Each takes --json. TRIALOGUE_URL and TRIALOGUE_KEY say which product is asked; docs/prompts-guide.md tells more.
Exit code 0: fine; 1: there is something to correct; 2: it could not be done.`;

/** `trialogue prompts SUBCOMMAND …`. Throws a SetupError for what cannot be done. */
export async function promptsCommand(settings: Settings, [name, ...words]: readonly string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (!Object.hasOwn(subcommands, name))
    throw new SetupError(`There is no command "prompts ${name}".`, 'See `npx trialogue prompts --help`.');
  const { run } = await subcommands[name]!();
  const { text, data, json, code } = await run(settings, words, process.stdout.hasColors?.() ?? false);
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : text);
  process.exitCode = code ?? 0;
}
