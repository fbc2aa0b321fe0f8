import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { checkTemplate, type Template, TemplateError, type TemplateProblem, variablesOf } from '@trialogue/templates';
import type { Entry } from '../apply/entries';
import { fileLists, readFileList } from '../apply/lists';
import { type Finding, findingsOf, findingText, sorted } from '../validate/finding';
import { subcommand } from './subcommand';

const usage = 'lint [FILE …] [--json]   (templates, or a file with `prompts:`; the project’s unless given)';

/** `prompts lint`: what is wrong with templates, and what their authors should know, without a running product. */
export const lint = subcommand({
  usage,
  options: {},
  async run({ settings: { root }, words }) {
    const isList = (name: string) => /\.ya?ml$/i.test(name);
    const lists = words.length === 0 ? [undefined] : words.filter(isList);
    const findings = sorted([
      ...lists.flatMap((name) => listFindings(root, name)),
      ...words.filter((name) => !isList(name)).flatMap((name) => templateFindings(root, name)),
    ]);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    return {
      data: { valid: errors === 0, findings },
      text: `${[...findings.map(findingText), `${errors} errors, ${findings.length - errors} warnings.`].join('\n')}\n`,
      code: errors > 0 ? 1 : 0,
    };
  },
});

interface VersionInput {
  readonly number: number;
  readonly syntax: 'JINJA' | 'MUSTACHE';
  readonly template?: string;
  readonly messages?: readonly { readonly role: string; readonly template: string }[];
  readonly variables: readonly { readonly name: string }[];
  readonly source?: { readonly file?: string };
}

/** @param name undefined: the project's own */
function listFindings(root: string, name: string | undefined): Finding[] {
  const list = fileLists.find((one) => one.list === 'prompts')!;
  const project = { root, environment: () => undefined, ...(name !== undefined && { instead: { prompts: name } }) };
  const { entries, inputs, refused, files } = readFileList(list, project);
  if (files.length === 0) throw new SetupError('The project has no config/prompts.yml.', `Name a file: ${usage}`);
  return [
    ...refused.flatMap(findingsOf),
    ...entries.flatMap((entry, position) =>
      (inputs[position] as { versions: readonly VersionInput[] }).versions.flatMap((version, index) =>
        versionFindings(entry, version, index),
      ),
    ),
  ];
}

function versionFindings({ file, index, name }: Entry, version: VersionInput, position: number): Finding[] {
  const { syntax, template, messages, variables, source, number } = version;
  const declared = variables.map((variable) => variable.name);
  const place = file.placeOf(['prompts', index, 'versions', position]);
  const inList = (at: string, { severity, message, line, column }: TemplateProblem): Finding => ({
    ...{ severity, file: file.name, subject: `prompt ${name}@${number}`, path: at },
    ...{ line: place.line, column: place.column },
    message: line === undefined ? message : `${message} (line ${line}, column ${column} of the template)`,
  });
  return (messages ?? [{ template: template ?? '' }]).flatMap((one, at) =>
    checkTemplate({ syntax, template: one.template, declared }).map((problem) => {
      const finding = inList(messages ? `messages.${at}.template` : 'template', problem);
      const { line, column } = problem;
      return messages || source?.file === undefined || line === undefined
        ? finding
        : { ...finding, file: source.file, line, column: column ?? 1, message: problem.message };
    }),
  );
}

/** A template by itself: which variables it may use is not known here. */
function templateFindings(root: string, name: string): Finding[] {
  const syntax = path.extname(name) === '.mustache' ? 'MUSTACHE' : 'JINJA';
  const template = { syntax, template: textOf(root, name) } as const;
  return checkTemplate({ ...template, declared: usedIn(template) }).map(
    ({ severity, message, line = 1, column = 1 }) => ({
      ...{ severity, message, line, column, file: name, subject: 'template', path: '' },
    }),
  );
}

function textOf(root: string, name: string): string {
  try {
    return readFileSync(path.resolve(root, name), 'utf8');
  } catch (error) {
    throw new SetupError((error as Error).message, `npx trialogue prompts ${usage}`, { cause: error });
  }
}

function usedIn(template: Template): string[] {
  try {
    return variablesOf(template);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return []; // The check says why.
  }
}
