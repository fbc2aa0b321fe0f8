import { type ParseArgsConfig, parseArgs } from 'node:util';
import { SetupError } from '@trialogue/errors';
import type { Graph } from '../apply/apply';
import { graphOverHttp } from '../graph-over-http';
import type { Settings } from '../settings';
import { misread, type Report } from '../subcommands';

type Options = NonNullable<ParseArgsConfig['options']>;
type ValuesOf<Given extends Options> = ReturnType<
  typeof parseArgs<{ options: Given; allowPositionals: true; strict: true }>
>['values'];

/** What a subcommand is run with. */
export interface Asked<Given extends Options> {
  readonly settings: Settings;
  /** The running product that `TRIALOGUE_URL` names. */
  readonly graph: Graph;
  /** What stands beside the options. */
  readonly words: readonly string[];
  readonly values: ValuesOf<Given>;
  /** Whether the text may have colours: it goes to a terminal that has them. */
  readonly coloured: boolean;
}

/** One of `trialogue prompts …` or `trialogue flows …` that asks a running product. `run` throws a SetupError for what cannot be done. */
export interface Subcommand {
  /** How it is called, behind `npx trialogue`. */
  readonly usage: string;
  run(settings: Settings, words: readonly string[], coloured: boolean): Promise<Report & { readonly json: boolean }>;
}

/** A subcommand with options of its own, `--json` among them. */
export function subcommand<const Given extends Options>(definition: {
  readonly usage: string;
  readonly options: Given;
  run(asked: Asked<Given>): Promise<Report>;
}): Subcommand {
  const { usage, options } = definition;
  return {
    usage,
    async run(settings, words, coloured) {
      const { positionals, values } = parsed(usage, words, { ...options, json: { type: 'boolean' } });
      const asked = { settings, graph: graphOverHttp(settings), words: positionals, coloured };
      const report = await definition.run({ ...asked, values: values as ValuesOf<Given> });
      return { ...report, json: values.json === true };
    },
  };
}

/** Throws a SetupError that says how the subcommand is called. */
export const misused = (usage: string, problem: string, cause?: unknown): SetupError =>
  new SetupError(problem, `npx trialogue ${usage}`, { cause });

function parsed(usage: string, words: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw misused(usage, misread(error), error);
  }
}
