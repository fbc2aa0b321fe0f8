import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from '@trialogue/errors';
import type { Plugin } from '@trialogue/plugin-api';
import { pluginProblem, withinTime } from '@trialogue/plugin-api/host';
import { type ContractTest, contractTests, type Samples } from '@trialogue/plugin-api/testing';
import { misread, type Report } from '../subcommands';

/** For one contract test; `setup` alone may take 10 s. */
const testMs = 30_000;
const samplesFiles = ['samples.js', 'samples.cjs', 'samples.json'];

interface Verdict {
  readonly test: string;
  readonly path: string;
  /** What is wrong; absent: nothing. */
  readonly problem?: string;
}

/** `plugins verify [FOLDER]`: runs the contract tests of a plugin's folder, with the samples that lie there. */
export async function run(root: string, words: readonly string[]): Promise<Report & { readonly json: boolean }> {
  const { folder: given = '.', json } = parsed(words);
  const folder = path.resolve(root, given);
  const { plugin, samples, samplesFile } = load(folder, given);
  const problem = pluginProblem(plugin);
  const verdicts = problem
    ? [{ test: 'the plugin can be taken', path: '', problem }]
    : await judged(contractTests(plugin, samples));
  const failed = verdicts.filter(({ problem }) => problem !== undefined);
  const label = problem ? given : `${plugin.name} ${plugin.version}`;
  const lines = verdicts.map((verdict) => lineOf(verdict, given));
  if (!samplesFile) lines.push(`There are no samples: write ${path.join(given, samplesFiles[0]!)}.`);
  const text = `${[label, ...lines, `${verdicts.length - failed.length} passed, ${failed.length} failed.`].join('\n')}\n`;
  return {
    text,
    data: { plugin: label, valid: failed.length === 0, tests: verdicts },
    json,
    code: failed.length ? 1 : 0,
  };
}

function parsed(words: readonly string[]) {
  const help = 'Name a plugin’s folder, or none for this one: `npx trialogue plugins verify my-plugin`.';
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    if (positionals.length <= 1) return { folder: positionals[0], ...values };
  } catch (error) {
    throw new SetupError(misread(error), help, { cause: error });
  }
  throw new SetupError('One plugin at a time.', help);
}

function load(folder: string, given: string) {
  const required = createRequire(path.join(folder, 'package.json'));
  const samplesFile = samplesFiles.find((name) => existsSync(path.join(folder, name)));
  const help = 'Name a folder with a package.json or an index.js that exports what definePlugin answers.';
  let file: string;
  try {
    file = required.resolve(folder);
  } catch (cause) {
    throw new SetupError(`There is no plugin in ${given}.`, help, { cause });
  }
  const read = <Value>(name: string): Value => {
    try {
      const exported = required(name) as { default?: Value } & Value;
      return exported?.default ?? exported;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
      throw new SetupError(`${path.relative(folder, name)} throws when it is loaded: ${reason}`, help, { cause });
    }
  };
  const samples = samplesFile ? read<Samples>(path.join(folder, samplesFile)) : {};
  return { plugin: read<Plugin>(file), samples, samplesFile };
}

/** One after the other; what is thrown beside a test, by a promise that nobody awaits, is that test's failure. */
async function judged(tests: readonly ContractTest[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const strays: unknown[] = [];
  const stray = (error: unknown) => void strays.push(error);
  process.on('unhandledRejection', stray).on('uncaughtException', stray);
  try {
    for (const { name: test, path: place, run } of tests) {
      const late = () => new Error(`it takes longer than ${testMs} ms`);
      const problem = await withinTime(testMs, new AbortController().signal, late, run).then(
        () => undefined,
        messageOf,
      );
      await new Promise((resolve) => setImmediate(resolve)); // what it left behind comes up now
      const thrown = strays.splice(0).map((error) => `it throws where nobody can catch it: ${messageOf(error)}`);
      const whole = [...(problem === undefined ? [] : [problem]), ...thrown].join('; ');
      verdicts.push({ test, path: place, ...(whole && { problem: whole }) });
    }
  } finally {
    process.off('unhandledRejection', stray).off('uncaughtException', stray);
  }
  return verdicts;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const lineOf = ({ test, path: place, problem }: Verdict, folder: string): string =>
  problem === undefined ? `✓ ${test}` : `✕ ${test}\n    ${[folder, place].filter(Boolean).join(': ')}: ${problem}`;
