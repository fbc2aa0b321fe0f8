import type { Problem } from '@trialogue/errors';
import {
  below,
  countProblems,
  jsonProblems,
  nameProblems,
  rangeProblems,
  repetitionProblems,
  textProblems,
} from '@trialogue/subgraph';
import { checkVersion, type TemplateProblem, type VersionProblem } from '@trialogue/templates';
import type { ApplyPromptInput } from './prompt.input';
import type { VersionContent } from './prompt-version.content';

const most = {
  versions: 200,
  number: 10_000,
  labels: 100,
  variables: 100,
  replies: 500,
  text: 10_000,
  name: 200,
  /** Characters of JSON. */
  params: 16_384,
  variablesText: 65_536,
  repliesText: 524_288,
} as const;
const variableForm = /^[a-z_][a-z0-9_]{0,63}$/i;

/** What is wrong with an entry itself, the content of its versions aside. */
export function entryProblems({ name, description, versions, labels }: ApplyPromptInput): Problem[] {
  return [
    ...nameProblems(name, ['name']),
    ...textProblems(description, 0, most.text, ['description']),
    ...countProblems(versions, 1, most.versions, ['versions']),
    ...versions.flatMap(({ number, source }, index) =>
      [...numberProblems(number), ...textProblems(source?.file ?? '', 0, most.text, ['source', 'file'])].map(
        below('versions', index),
      ),
    ),
    ...repetitionProblems(versions, 'number', ['versions']),
    ...countProblems(labels, 0, most.labels, ['labels']),
    ...labels.flatMap(({ label }, index) => nameProblems(label, ['labels', index, 'label'])),
    ...repetitionProblems(labels, 'label', ['labels']),
  ];
}

export const numberProblems = (number: number): Problem[] => rangeProblems(number, 1, most.number, ['number']);

/** What keeps a version from being published, its template aside. */
export function contentProblems(content: VersionContent): Problem[] {
  const { description, variables, modelProvider, modelName, params, replies } = content;
  return [
    ...textProblems(description, 0, most.text, ['description']),
    ...textProblems(modelProvider, 1, most.name, ['modelProvider']),
    ...textProblems(modelName, 1, most.name, ['modelName']),
    ...countProblems(variables, 0, most.variables, ['variables']),
    ...variables.flatMap(({ name }, index) =>
      variableForm.test(name)
        ? []
        : [{ path: ['variables', index, 'name'], message: 'is no name: letters, digits and _, at most 64' }],
    ),
    ...repetitionProblems(variables, 'name', ['variables']),
    ...jsonProblems(variables, most.variablesText, ['variables']),
    ...jsonProblems(params, most.params, ['params']),
    ...countProblems(replies, 0, most.replies, ['replies']),
    ...jsonProblems(replies, most.repliesText, ['replies']),
  ];
}

type TemplateOf = Pick<VersionContent, 'syntax' | 'template'>;

/** What keeps a template from being published: it does not parse, is too large, or calls what is not there. */
export function templateErrors({ syntax, template }: TemplateOf): Problem[] {
  const unstorable = textProblems(template, 0, Number.POSITIVE_INFINITY, ['template']);
  if (unstorable.length > 0) return unstorable;
  const problems = checkVersion({ syntax, template, variables: [] });
  return problems.filter(({ severity }) => severity === 'error').map(toProblem);
}

/** What the author of a published template should know: names that are not declared, or declared and not used. */
export function templateProblems(version: TemplateOf & Pick<VersionContent, 'variables'>): Problem[] {
  return checkVersion(version).map(toProblem);
}

const toProblem = (problem: VersionProblem): Problem => ({ ...problem, message: sentenceOf(problem) });

export const sentenceOf = ({ message, line, column }: TemplateProblem): string =>
  line === undefined ? message : `${message} (line ${line}${column === undefined ? '' : `, column ${column}`})`;
