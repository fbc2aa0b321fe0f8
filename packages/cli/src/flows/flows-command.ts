import { parseArgs } from 'node:util';
import { SetupError } from '@trialogue/errors';
import { type Report, runSubcommand } from '../subcommands';

type Subcommand = (root: string, words: readonly string[]) => Report | Promise<Report>;

/** By name, in the order of the usage text. */
const subcommands: { readonly [name: string]: () => Promise<Subcommand> } = {
  verify: async () => (await import('./verify.js')).verify,
  test: async () => (await import('./test-flows.js')).testFlows,
  diff: async () => (await import('./diff.js')).diff,
  run: async () => (await import('./run.js')).run,
  diagram: async () => (await import('./diagram.js')).diagram,
};

const usage = `trialogue flows — conversation flows, before anybody talks to them

  npx trialogue flows verify [FILE …]    what they would do wrong, with a conversation that shows it
  npx trialogue flows test [FILE …]      play the conversations of flows/*.test.yml
  npx trialogue flows run FILE           talk to it here; in place of a model, a line that says so answers
  npx trialogue flows diff FILE FILE     what changes from one to the other, and what that means for conversations
  npx trialogue flows diagram FILE       the flow as a Mermaid state diagram

Each takes --json, and needs no running product. Without a FILE, those of flows/ are taken.
Exit code 0: fine; 1: there is something to correct; 2: it could not be done.`;

/** `trialogue flows SUBCOMMAND …`. Throws a SetupError for what cannot be done. */
export const flowsCommand = (root: string, words: readonly string[]): Promise<void> =>
  runSubcommand({ name: 'flows', usage, subcommands }, words, async (run, rest) => {
    const { positionals, json } = parsed(rest);
    return { ...(await run(root, positionals)), json };
  });

function parsed(words: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    return { positionals, json: values.json };
  } catch (error) {
    throw new SetupError((error as Error).message, 'See `npx trialogue flows --help`.', { cause: error });
  }
}
