import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { leadsInto } from '../../../leads-into';
import { replaceFile } from '../../../whole-file';
import type { Exchanged } from '../exchanged';
import { behaviourOf, type PortablePrompt, type PortableVersion } from '../portable-prompt';
import { Unusable } from '../unusable';
import { promptFile, promptFileName, readPromptFile } from './prompt-file';
import { readVersionFile, versionFile } from './version-file';

/**
 * Writes a prompt into a folder of its name: each version into a file, and what is said of all into `prompt.yml`. A file
 * whose version does something else stays. Doing it again changes nothing.
 */
export async function writeFolder(folder: string, prompt: PortablePrompt, dryRun: boolean): Promise<Exchanged[]> {
  const own = path.join(folder, prompt.name);
  if (!leadsInto(folder, own)) return [{ subject: prompt.name, outcome: 'REFUSED', note: leadsOut }];
  const exchanged: Exchanged[] = [];
  for (const version of prompt.versions)
    exchanged.push(await writeVersion(own, `${prompt.name}@${version.number}`, version, dryRun));
  return [...exchanged, await writeAbout(own, prompt, dryRun)];
}

const leadsOut = 'leads out of the folder';

async function writeVersion(
  folder: string,
  subject: string,
  version: PortableVersion,
  dryRun: boolean,
): Promise<Exchanged> {
  const { form, text } = versionFile(version);
  const other = `${version.number}${form}`;
  const otherForm = form === '.txt' ? '.yml' : '.txt';
  const place = path.join(folder, other);
  if (!leadsInto(folder, place)) return { subject, outcome: 'REFUSED', other, note: leadsOut };
  if (existsSync(path.join(folder, `${version.number}${otherForm}`)))
    return { subject, outcome: 'REFUSED', other, note: `there is ${version.number}${otherForm} already` };
  const before = existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  if (before === text) return { subject, outcome: 'UNCHANGED', other };
  if (before !== undefined && !doesTheSame(form, before, version))
    return { subject, outcome: 'REFUSED', other, note: 'the file does something else: move it away, or import it' };
  if (!dryRun) await replaceFile(place, text);
  return { subject, outcome: before === undefined ? 'CREATED' : 'UPDATED', other };
}

function doesTheSame(form: '.txt' | '.yml', content: string, version: PortableVersion): boolean {
  try {
    const { modelProvider = '', modelName = '', variables = [], ...read } = readVersionFile(form, content);
    return behaviourOf({ ...read, modelProvider, modelName, variables, at: '' }) === behaviourOf(version);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return false;
  }
}

async function writeAbout(folder: string, prompt: PortablePrompt, dryRun: boolean): Promise<Exchanged> {
  const subject = prompt.name;
  const place = path.join(folder, promptFileName);
  if (!leadsInto(folder, place)) return { subject, outcome: 'REFUSED', other: promptFileName, note: leadsOut };
  const before = existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  try {
    const labels = { ...(before === undefined ? {} : readPromptFile(before).labels), ...prompt.labels };
    const text = promptFile({ ...prompt, labels });
    if (before === text) return { subject, outcome: 'UNCHANGED', other: promptFileName };
    if (!dryRun) await replaceFile(place, text);
    return { subject, outcome: before === undefined ? 'CREATED' : 'UPDATED', other: promptFileName };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { subject, outcome: 'REFUSED', other: promptFileName, note: error.message };
  }
}
