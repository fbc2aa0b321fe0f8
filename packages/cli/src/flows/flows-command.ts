import { parseArgs } from 'node:util';
import { SetupError } from '@trialogue/errors';
import { misread, type Report, runSubcommand } from '../subcommands';

type Run = (root: string, words: readonly string[], values: Values) => Report | Promise<Report>;
type Values = { readonly [option: string]: string | undefined };

/** One of `trialogue flows …`, and the options that it takes beside `--json`, each with a value. */
interface Subcommand {
  readonly run: Run;
  readonly options?: readonly string[];
}

/** By name, in the order of the usage text. */
const subcommands: { readonly [name: string]: () => Promise<Subcommand> } = {
  verify: async () => ({ run: (await import('./verify.js')).verify }),
  test: async () => ({ run: (await import('./test-flows.js')).testFlows }),
  diff: async () => ({ run: (await import('./diff.js')).diff }),
  run: async () => ({ run: (await import('./run/run.js')).run, options: ['model', 'calls'] }),
  diagram: async () => ({ run: (await import('./diagram.js')).diagram, options: ['svg'] }),
};

export const usage = `trialogue flows — conversation flows, before anybody talks to them

  npx trialogue flows verify [FILE …]    what they would do wrong, with a conversation that shows it
  npx trialogue flows test [FILE …]      play the conversations of flows/*.test.yml
  npx trialogue flows run FILE [--model PROVIDER/MODEL] [--calls FILE]
                                         talk to it here; the replies beside a prompt answer, or a model
  npx trialogue flows diff FILE FILE     what changes from one to the other, and what that means for conversations
  npx trialogue flows diagram FILE [--svg DRAWING.svg]
                                         the flow as a Mermaid state diagram, or drawn
  npx trialogue flows sync [--dry-run] [--on-edit new-version] [--prefer file|database]
                                         bring a running product and the files here together, or say where they differ
  npx trialogue flows pull [--dry-run] [--prefer database]
                                         write what was made or changed in the product into the files here

Each takes --json; all but sync and pull need no running product. Without a FILE, those of flows/ are taken.
Exit code 0: fine; 1: there is something to correct; 2: it could not be done.`;

/** `trialogue flows SUBCOMMAND …`. Throws a SetupError for what cannot be done. */
export const flowsCommand = (root: string, words: readonly string[]): Promise<void> =>
  runSubcommand({ name: 'flows', usage, subcommands }, words, async ({ run, options = [] }, rest) => {
    const { positionals, json, values } = parsed(rest, options);
    return { ...(await run(root, positionals, values)), json };
  });

function parsed(words: readonly string[], options: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      options: {
        json: { type: 'boolean', default: false },
        ...Object.fromEntries(options.map((name) => [name, { type: 'string' }] as const)),
      },
      allowPositionals: true,
    });
    const { json, ...others } = values;
    return { positionals, json, values: others as Values };
  } catch (error) {
    throw new SetupError(misread(error), 'See `npx trialogue flows --help`.', { cause: error });
  }
}
