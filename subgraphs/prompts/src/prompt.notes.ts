import type { Divergence } from '@trialogue/subgraph';
import { PromptStatus } from './prompt-version.entity';

/** Why something of a prompt stays as it is although its file says otherwise. */
export function driftNote(name: string, { path, file, database }: Divergence): string {
  const [list, which, member] = path.split('.');
  if (list === 'labels') return labelNote(name, which!, file, database);
  if (list === 'versions' && database === null)
    return `${name}@${which} was deleted here and stays so; take it out of the file.`;
  if (member === 'status') return statusNote(`${name}@${which}`, file, database);
  const what = list === 'versions' ? `The ${member} of ${name}@${which}` : `The ${path} of ${name}`;
  return `${what} was changed here and stays so; the file says otherwise: \`trialogue prompts pull\` writes it there.`;
}

function labelNote(name: string, label: string, file: unknown, database: unknown): string {
  if (database === null)
    return `The label ${label} of ${name} was removed here and stays so; the file says ${file}: use \`labelPromptVersion\` to set it again.`;
  return `The label ${label} of ${name} was moved to version ${database} and stays there; the file says ${file}: use \`labelPromptVersion\` to move it back.`;
}

function statusNote(id: string, file: unknown, database: unknown): string {
  const act = file === PromptStatus.ARCHIVED ? '`archivePromptVersion`' : '`createPromptVersion` with its number';
  return `${id} was made ${database} and stays so; the file says ${file}: use ${act} to bring it back.`;
}
