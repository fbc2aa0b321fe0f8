import { randomBytes } from 'node:crypto';
import { link, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';

/**
 * Writes a file whole or not at all. One that is there keeps its rights; of a link, what it leads to is written. Throws a
 * SetupError, and then the file is as it was.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const mode = (await stat(target).catch(() => undefined))?.mode ?? 0o666;
  await written(target, text, mode, (draft) => rename(draft, target));
}

/** The same for a file that is not there yet. Answers false when it is, and leaves it. */
export async function createFile(file: string, text: string): Promise<boolean> {
  let created = true;
  await written(file, text, 0o666, async (draft) => {
    // Unlike a rename, a link is refused where something is.
    await link(draft, file).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
      created = false;
    });
    await rm(draft);
  });
  return created;
}

async function written(target: string, text: string, mode: number, finish: (draft: string) => Promise<void>) {
  const draft = `${target}.${randomBytes(6).toString('hex')}.draft`;
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const handle = await open(draft, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await finish(draft);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw new SetupError(`${target} cannot be written: ${(error as Error).message}.`, 'It is as it was.', {
      cause: error,
    });
  }
}
