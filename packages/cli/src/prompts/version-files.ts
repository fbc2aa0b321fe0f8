import { isData, type VersionEntry } from '../apply/prompts';
import { asRead, isPlainPlace, type NewFiles, namesFor } from '../sync/new-files';
import { written } from '../sync/yaml-edits';
import type { RegistryVersion, VersionContent } from './registry-prompts';

/** A version as an entry of `prompts.yml` says it, with the files that it names. */
export function versionEntry(prompt: string, version: RegistryVersion, files: NewFiles): VersionEntry {
  const { number, content } = version;
  const { description, syntax, modelProvider, modelName, status, params, variables, responseSchema, replies } = content;
  return {
    version: number,
    ...(description !== '' && { description }),
    ...templateOf(prompt, version, files),
    ...(syntax !== 'JINJA' && { syntax: syntax.toLowerCase() }),
    model_provider: modelProvider,
    model_name: modelName,
    ...(status !== 'ACTIVE' && { status: status.toLowerCase() }),
    ...(Object.keys(params).length > 0 && { params }),
    ...(variables.length > 0 && { variables: variables.map(variableEntry) }),
    ...(responseSchema && { response_schema: responseSchema }),
    ...(replies.length > 0 && { replies: repliesFile(prompt, number, replies, files) }),
  };
}

/** Writes scripted replies into a file; answers its name. */
export const repliesFile = (
  prompt: string,
  number: number,
  replies: VersionContent['replies'],
  files: NewFiles,
): string => {
  const text = `${written(replies)}\n`;
  return files.add(namesFor('prompts', `${prompt}_v${number}`, '.replies.yml', text), text);
};

function templateOf(prompt: string, { number, file, content }: RegistryVersion, files: NewFiles) {
  const { template, messages } = content;
  if (!messages && !survivesAFile(template)) return { template };
  const text = messages
    ? `${written(messages.map(({ role, template: said }) => ({ role, content: said })))}\n`
    : `${template}\n`;
  const own = namesFor('prompts', `${prompt}_v${number}`, messages ? '.yml' : '.txt', text);
  const was = file !== null && isUsable(file) && isData(file) === (messages !== undefined) && !/\.json$/i.test(file);
  return { file: files.add(was ? [file, ...own] : own, text) };
}

const survivesAFile = (template: string) => asRead(template) === template;

const isUsable = (file: string) => isPlainPlace('prompts', file) && !/\.replies\.ya?ml$/i.test(file);

const variableEntry = ({ required, ...variable }: VersionContent['variables'][number]) => ({
  ...variable,
  ...(required && { required }),
});
