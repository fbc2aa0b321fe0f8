import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { mostCallsOfARound } from '@trialogue/plugin-api/host';
import {
  below,
  countProblems,
  jsonProblems,
  nameProblems,
  rangeProblems,
  repetitionProblems,
  textProblems,
} from '@trialogue/subgraph';
import {
  checkVersion,
  lintCaching,
  type Template,
  type TemplateProblem,
  type VersionProblem,
} from '@trialogue/templates';
import {
  alternatives,
  type Includes,
  type PromptMessage,
  schemaDefects,
  shown,
  valueSchemaProblem,
  variablesSchemaOf,
} from '@trialogue/variant-config';
import type { ApplyPromptInput, PromptVersionInput } from './prompt.input';
import { budgetProblems } from './prompt-version.budget';
import type { VersionContent } from './prompt-version.content';

const most = {
  versions: 200,
  number: 10_000,
  labels: 100,
  variables: 100,
  messages: 100,
  commit: 64,
  replies: 500,
  text: 10_000,
  name: 200,
  /** Characters of JSON. */
  params: 16_384,
  schema: 32_768,
  variablesText: 65_536,
  repliesText: 524_288,
} as const;
const roles: readonly string[] = ['system', 'user', 'assistant'];
const variableForm = /^[a-z_][a-z0-9_]{0,63}$/i;

/** What is wrong with an entry itself, the content of its versions aside. */
export function entryProblems({ name, description, versions, labels }: ApplyPromptInput): Problem[] {
  return [
    ...nameProblems(name, ['name']),
    ...descriptionProblems(description),
    ...countProblems(versions, 1, most.versions, ['versions']),
    ...versions.flatMap(({ number, source }, index) =>
      [
        ...numberProblems(number),
        ...textProblems(source?.file ?? '', 0, most.text, ['source', 'file']),
        ...textProblems(source?.commit ?? '', 0, most.commit, ['source', 'commit']),
      ].map(below('versions', index)),
    ),
    ...versions.flatMap((version, index) => textOrChatProblems(version).map(below('versions', index))),
    ...repetitionProblems(versions, 'number', ['versions']),
    ...countProblems(labels, 0, most.labels, ['labels']),
    ...labels.flatMap(({ label }, index) => nameProblems(label, ['labels', index, 'label'])),
    ...repetitionProblems(labels, 'label', ['labels']),
  ];
}

/** Of a prompt, or of a version. */
export const descriptionProblems = (description: string): Problem[] =>
  textProblems(description, 0, most.text, ['description']);

export const numberProblems = (number: number): Problem[] => rangeProblems(number, 1, most.number, ['number']);

/** A prompt is one text or a chat. */
export function textOrChatProblems({ template, messages }: PromptVersionInput): Problem[] {
  if ((template == null) !== (messages == null)) return [];
  const message =
    template == null ? 'is missing: give it, or `messages`' : 'is given, and `messages` too: give one of them';
  return [{ path: ['template'], message }];
}

/** What keeps a version from being published, its template aside. */
export function contentProblems(content: VersionContent): Problem[] {
  const { description, messages, responseSchema, variables, modelProvider, modelName, params, replies } = content;
  return [
    ...descriptionProblems(description),
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
    ...(messages ? messageProblems(messages) : []),
    ...(responseSchema ? schemaProblems(responseSchema, ['responseSchema']) : []),
    ...variableSchemaProblems(content),
    ...jsonProblems(params, most.params, ['params']),
    ...countProblems(replies, 0, most.replies, ['replies']),
    ...replies.flatMap(({ calls = [] }, index) =>
      countProblems(calls, 0, mostCallsOfARound, ['replies', index, 'calls']),
    ),
    ...jsonProblems(replies, most.repliesText, ['replies']),
  ];
}

function messageProblems(messages: readonly PromptMessage[]): Problem[] {
  return [
    ...countProblems(messages, 1, most.messages, ['messages']),
    ...messages.flatMap(({ role }, index) =>
      roles.includes(role)
        ? []
        : [{ path: ['messages', index, 'role'], message: `is ${shown(role)}; expected ${alternatives(roles)}` }],
    ),
  ];
}

function schemaProblems(schema: JsonObject, path: Problem['path']): Problem[] {
  const unstorable = jsonProblems(schema, most.schema, path);
  return unstorable.length > 0 ? unstorable : schemaDefects(schema, path);
}

function valueSchemaProblems(schema: JsonObject, path: Problem['path']): Problem[] {
  const problems = schemaProblems(schema, path);
  const message = problems.length === 0 ? valueSchemaProblem(schema) : undefined;
  return message === undefined ? problems : [{ path, message }];
}

/** Each by itself; then all of them as one, where they may contradict each other. */
function variableSchemaProblems({ variables }: VersionContent): Problem[] {
  const single = variables.flatMap(({ schema }, index) =>
    schema ? valueSchemaProblems(schema, ['variables', index, 'schema']) : [],
  );
  return single.length > 0 ? single : schemaDefects(variablesSchemaOf({ variables }), ['variables']);
}

/** What of a version is written as templates. */
export type Templates = Pick<VersionContent, 'syntax' | 'template' | 'messages'>;

/** What keeps templates from being published: one does not parse, is too large, or calls what is not there. */
export function templateErrors(version: Templates): Problem[] {
  const unstorable = templatesOf(version).flatMap(({ template, path }) =>
    textProblems(template, 0, Number.POSITIVE_INFINITY, path),
  );
  if (unstorable.length > 0) return unstorable;
  const problems = checkVersion({ ...version, variables: [] });
  return problems.filter(({ severity }) => severity === 'error').map(toProblem);
}

/** What the author of a published version should know: of its templates, of its model's limits, of its provider's cache. */
export function templateProblems(version: VersionContent & { readonly includes?: Includes }): Problem[] {
  return [...checkVersion(version).map(toProblem), ...budgetProblems(version), ...lintCaching(version).map(toProblem)];
}

interface PlacedTemplate extends Template {
  readonly path: readonly (string | number)[];
}

/** The templates of a version, with their paths in it. */
export function templatesOf({ syntax, template, messages }: Templates): PlacedTemplate[] {
  if (!messages) return [{ syntax, template, path: ['template'] }];
  return messages.map((one, index) => ({ syntax, template: one.template, path: ['messages', index, 'template'] }));
}

const toProblem = (problem: VersionProblem): Problem => ({ ...problem, message: sentenceOf(problem) });

export const sentenceOf = ({ message, line, column }: TemplateProblem): string =>
  line === undefined ? message : `${message} (line ${line}${column === undefined ? '' : `, column ${column}`})`;
