import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Problem, SetupError } from '@trialogue/errors';
import { readYaml, type YamlFile } from '../apply/yaml-file';

const largest = 262_144;

/** A file of the flows' commands. Throws a SetupError for one that is not there, or too large. */
export function readFlowFile(root: string, name: string, help = 'Name one of flows/*.yml.'): YamlFile {
  const stat = statSync(path.resolve(root, name), { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw new SetupError(`${name} is a folder.`, help);
  if (!stat?.isFile()) throw new SetupError(`There is no file ${name}.`, help);
  if (stat.size > largest) throw new SetupError(`${name} is larger than ${largest} bytes.`, 'Take it apart.');
  return readYaml(root, name);
}

/** The files of `flows/` with this ending: those of flows, or those of their tests. */
export function flowFiles(root: string, kind: 'flow' | 'test'): string[] {
  const folder = path.join(root, 'flows');
  const isTest = (name: string) => name.endsWith('.test.yml');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name) && isTest(name) === (kind === 'test'))
    .sort()
    .map((name) => `flows/${name}`);
}

/** `flows/a.yml:12:5: error: states.a: …` */
export function lineOf(
  file: YamlFile,
  { path: at, message }: Pick<Problem, 'path' | 'message'>,
  severity: string,
): string {
  const { line, column } = file.placeOf(at);
  return `${file.name}:${line}:${column}: ${severity}: ${at.length > 0 ? `${at.join('.')}: ` : ''}${message}`;
}
