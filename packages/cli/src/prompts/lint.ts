import path from 'node:path';
import { type Problem, SetupError } from '@trialogue/errors';
import {
  type ApplyPromptInput,
  entryProblems,
  ListedIncludes,
  publishingProblems,
} from '@trialogue/prompts-subgraph/check';
import { checkVersion, lintCaching, type Template, TemplateError, variablesOf } from '@trialogue/templates';
import type { Entry } from '../apply/entries';
import { fileLists, readFileList } from '../apply/lists';
import { noteAt } from '../apply/outcome';
import { boundedText } from '../bounded-text';
import { counted } from '../counted';
import { subcommand } from '../sync/product-subcommand';
import { type Finding, findingOf, findingsOf, findingText, sorted } from '../validate/finding';

const usage = 'prompts lint [FILE …] [--json]   (templates, or a file with `prompts:`; the project’s unless given)';

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
      text: `${[...findings.map(findingText), `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}.`].join('\n')}\n`,
      code: errors > 0 ? 1 : 0,
    };
  },
});

/** @param name undefined: the project's own */
function listFindings(root: string, name: string | undefined): Finding[] {
  const list = fileLists.find((one) => one.list === 'prompts')!;
  const project = { root, environment: () => undefined, ...(name !== undefined && { instead: { prompts: name } }) };
  const { entries, inputs, refused, files } = readFileList(list, project);
  if (files.length === 0)
    throw new SetupError('The project has no config/prompts.yml.', `npx trialogue prompts ${usage}`);
  const listed = inputs as readonly ApplyPromptInput[];
  const includes = new ListedIncludes(listed);
  return [
    ...refused.flatMap(findingsOf),
    ...entries.flatMap((entry, position) => [
      ...entryProblems(listed[position]!).map((problem) => entryFinding(entry, problem)),
      ...listed[position]!.versions.flatMap((version, index) => versionFindings(entry, version, index, includes)),
    ]),
  ];
}

const entryFinding = ({ file, index, name }: Entry, problem: Problem): Finding =>
  findingOf(file.name, `prompt ${name}`, noteAt(file.placeOf(['prompts', index, ...problem.path]), problem, 2));

function versionFindings(
  { file, index, name }: Entry,
  version: ApplyPromptInput['versions'][number],
  position: number,
  listed: ListedIncludes,
): Finding[] {
  const included = listed.of(name, version.number);
  const own = publishingProblems(version, included.includes);
  const [errors, advice] = [
    [...own.errors, ...included.errors],
    [...own.advice, ...included.advice],
  ];
  const findingAt = (problem: Problem, isAdvice: boolean): Finding => {
    const place = file.placeOf(['prompts', index, 'versions', position, ...problem.path]);
    const note = { ...noteAt(place, problem, 4), ...(isAdvice && ({ isAdvice } as const)) };
    const finding = findingOf(file.name, `prompt ${name}@${version.number}`, note);
    const { line, column = 1 } = problem;
    const template = problem.path[0] === 'template' ? version.source?.file : undefined;
    return template && line !== undefined ? { ...finding, file: template, line, column } : finding;
  };
  return [...errors.map((problem) => findingAt(problem, false)), ...advice.map((problem) => findingAt(problem, true))];
}

/** A template by itself: which variables it may use is not known here. */
function templateFindings(root: string, name: string): Finding[] {
  const syntax = path.extname(name) === '.mustache' ? 'MUSTACHE' : 'JINJA';
  const template = { syntax, template: textOf(root, name) } as const;
  const variables = usedIn(template).map((variable) => ({ name: variable, required: true }));
  const problems = [...checkVersion({ ...template, variables }), ...lintCaching(template)];
  return problems.map(({ severity, message, line = 1, column = 1 }) => ({
    ...{ severity, message, line, column, file: name, subject: 'template', path: '' },
    ...{ found: null, expected: null, nearest: null },
  }));
}

/** Bytes; how many characters a template may have, the check says. */
const largestTemplate = 1_048_576;

function textOf(root: string, name: string): string {
  try {
    return boundedText(path.resolve(root, name), largestTemplate);
  } catch (error) {
    throw new SetupError(`${name}: ${(error as Error).message}.`, `npx trialogue prompts ${usage}`, { cause: error });
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
