import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { isData, type VersionEntry } from '../apply/prompts';
import { leadsInto } from '../leads-into';
import type { RegistryVersion, VersionContent } from './registry-prompts';
import { written } from './yaml-edits';

/** Files that are to be written, by path from the project's folder. What is there already is none of them. */
export class NewFiles {
  readonly texts = new Map<string, string>();

  constructor(private readonly root: string) {}

  /**
   * Answers the first of the names under which the text is, or can be, without another being overwritten. Throws a
   * SetupError for one that leads out of the project, as a product may have it or a link here.
   */
  add(names: readonly string[], text: string): string {
    const there = names.map((name) => this.textAt(name));
    const same = there.findIndex((one) => one !== undefined && read(one) === read(text));
    const name = names[same === -1 ? there.indexOf(undefined) : same];
    if (name === undefined) throw new Error(`no name is free: ${names.join(', ')}`);
    if (same === -1) this.texts.set(name, text);
    return name;
  }

  /** Undefined: nothing is there. */
  private textAt(name: string): string | undefined {
    const place = path.join(this.root, name);
    if (!leadsInto(this.root, place))
      throw new SetupError(`${name} leads out of ${this.root}.`, 'Nothing was written. See what leads there.');
    const stat = statSync(place, { throwIfNoEntry: false });
    if (!stat) return this.texts.get(name);
    return stat.isFile() ? readFileSync(place, 'utf8') : '\0';
  }
}

/** As templates are read. */
const read = (text: string): string => text.replace(/\r\n/g, '\n').trimEnd();

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
  return files.add(namesFor(`${prompt}_v${number}`, '.replies.yml', text), text);
};

function templateOf(prompt: string, { number, file, content }: RegistryVersion, files: NewFiles) {
  const { template, messages } = content;
  if (!messages && !survivesAFile(template)) return { template };
  const text = messages
    ? `${written(messages.map(({ role, template: said }) => ({ role, content: said })))}\n`
    : `${template}\n`;
  const own = namesFor(`${prompt}_v${number}`, messages ? '.yml' : '.txt', text);
  const was = file !== null && isUsable(file) && isData(file) === (messages !== undefined) && !/\.json$/i.test(file);
  return { file: files.add(was ? [file, ...own] : own, text) };
}

/** Line ends of Windows, and blanks at the end, are no part of a template that stands in a file. */
const survivesAFile = (template: string) => read(template) === template;

const namesFor = (stem: string, end: string, text: string): string[] => {
  const hash = createHash('sha256').update(text).digest('hex');
  return [`prompts/${stem}${end}`, `prompts/${stem}_${hash.slice(0, 8)}${end}`, `prompts/${stem}_${hash}${end}`];
};

/** Of a file or folder; what is written first has some more characters. */
const longestName = 200;

/** Whoever made the version said where its file was: it is written there only when that is a plain place for prompts. */
const isUsable = (file: string) =>
  file.split('/').every((part) => part.length <= longestName) &&
  /^prompts\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.\w+$/.test(file) &&
  !/\.replies\.ya?ml$/i.test(file);

const variableEntry = ({ required, ...variable }: VersionContent['variables'][number]) => ({
  ...variable,
  ...(required && { required }),
});
