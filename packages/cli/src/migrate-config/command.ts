import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { replaceFile } from '../whole-file';
import { rewriteLegacyConfigs } from './rewrite';

/**
 * `trialogue migrate-config FILE [--write]`: shows as a unified diff how the configs from before there were strategies are
 * written today, and writes them so when asked to. Running experiments take the new words over unchanged.
 *
 * @param name of the file, from `folder`
 */
export async function migrateConfig(folder: string, name: string | undefined, write: boolean): Promise<void> {
  if (!name)
    throw new SetupError(
      'Which file?',
      'Name it, as in `npx trialogue migrate-config config/experiments.yml`; nothing is changed without --write.',
    );
  const file = path.resolve(folder, name);
  const before = await textOf(file, name);
  const { text, count, left } = rewriteLegacyConfigs(name, before);
  for (const { line, message } of left) process.stderr.write(`${name}:${line}: ${message}\n`);
  if (left.length > 0) process.exitCode = 1;
  if (count === 0) {
    process.stderr.write(`${name}: there is nothing to rewrite.\n`);
    return;
  }
  process.stdout.write(
    createTwoFilesPatch(name, name, before, text, '', '', { context: 3, headerOptions: FILE_HEADERS_ONLY }),
  );
  if (write) await replaceFile(file, text);
  const many = `${count} config${count === 1 ? '' : 's'}`;
  process.stderr.write(
    write ? `${name}: ${many} rewritten.\n` : `${many} to rewrite. With --write, ${name} is changed so.\n`,
  );
}

async function textOf(file: string, name: string): Promise<string> {
  const bytes = await readFile(file).catch((error) => {
    throw new SetupError(`${name} cannot be read: ${error.message}.`, 'Name a file of experiments.', { cause: error });
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new SetupError(`${name} is not UTF-8.`, 'Save it as UTF-8. Nothing was changed.', { cause: error });
  }
}
