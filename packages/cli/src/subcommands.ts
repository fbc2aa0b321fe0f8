import { SetupError } from '@trialogue/errors';
import { harmless } from './terminal-text';

/** What a subcommand came to. */
export interface Report {
  /** For people; ends with a line break. */
  readonly text: string;
  /** The same as JSON, for `--json`. */
  readonly data: unknown;
  /** 1: it was done, and there is something to correct. */
  readonly code?: 0 | 1;
}

/** `trialogue GROUP SUBCOMMAND …`: a group's name, its usage text, and its subcommands by name. */
export interface Group<Subcommand> {
  readonly name: string;
  readonly usage: string;
  readonly subcommands: { readonly [name: string]: () => Promise<Subcommand> };
}

/** What `parseArgs` found wrong, without its advice on words that begin with a dash, which no command takes. */
export const misread = (error: unknown): string => (error as Error).message.split('. ')[0]!.replace(/\.?$/, '.');

/** Runs one of a group's subcommands and prints what it came to. Throws a SetupError for what cannot be done. */
export async function runSubcommand<Subcommand>(
  { name: group, usage, subcommands }: Group<Subcommand>,
  [name, ...words]: readonly string[],
  run: (subcommand: Subcommand, words: readonly string[]) => Promise<Report & { readonly json: boolean }>,
): Promise<void> {
  if (name === undefined || asksForHelp(name) || (Object.hasOwn(subcommands, name) && words.some(asksForHelp))) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (!Object.hasOwn(subcommands, name))
    throw new SetupError(`There is no command "${group} ${name}".`, `See \`npx trialogue ${group} --help\`.`);
  const { text, data, json, code = 0 } = await run(await subcommands[name]!(), words);
  process.stdout.write(json ? `${JSON.stringify(data, null, 2)}\n` : process.stdout.isTTY ? harmless(text) : text);
  process.exitCode = code;
}

const asksForHelp = (word: string): boolean => word === '--help' || word === '-h';
