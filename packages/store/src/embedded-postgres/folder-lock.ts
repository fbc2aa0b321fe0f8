import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { SetupError } from '@trialogue/errors';

/**
 * One process per data folder. The lock is a file that names its holder; a holder that no longer lives has lost it.
 * On Linux a process is named with the time at which it started, because numbers are reused (at once, in containers).
 */
export class FolderLock {
  private constructor(private readonly file: string) {}

  /** @throws SetupError when a living process holds it */
  static async take(file: string): Promise<FolderLock> {
    for (;;) {
      const holder = await readHolder(file);
      if (holder && (await isAlive(holder)))
        throw new SetupError(
          `Another Trialogue (process ${holder.pid}) is running on this data folder.`,
          'Stop that one first, or start this one in another folder.',
        );
      if (holder) await removeStale(file, holder);
      if (await create(file)) return new FolderLock(file);
    }
  }

  async release(): Promise<void> {
    await rm(this.file, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const [pid, startedAt = ''] = (await readFile(file, 'utf8')).trim().split(' ');
    return { pid: Number(pid), startedAt };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new SetupError(`${file} cannot be read.`, 'Start as the user who started it before, or remove it.', {
      cause: error,
    });
  }
}

async function create(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid} ${await startOf(process.pid)}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead holder's lock, under a lock of its own: of two that saw it dead, the slower must not remove the faster one's. */
async function removeStale(file: string, seen: Holder): Promise<void> {
  const guard = `${file}.removing`;
  try {
    await mkdir(guard);
  } catch {
    if ((await ageOf(guard)) > 10_000) await rmdir(guard).catch(() => undefined); // its maker died within these few lines
    await new Promise((resolve) => setTimeout(resolve, 20));
    return;
  }
  const now = await readHolder(file);
  const unchanged = now && Object.is(now.pid, seen.pid) && now.startedAt === seen.startedAt;
  const beingWritten = !seen.pid && (await ageOf(file)) < 2_000;
  if (unchanged && !beingWritten) await rm(file, { force: true });
  await rmdir(guard).catch(() => undefined);
}

const ageOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );

async function isAlive({ pid, startedAt }: Holder): Promise<boolean> {
  return processExists(pid) && (await startOf(pid)) === startedAt;
}

/** False for a zombie too: it is dead, only its parent has not looked yet. */
export function processExists(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return fieldsAfterName(readFileSync(`/proc/${pid}/stat`, 'utf8'))[0] !== 'Z';
  } catch {
    return true; // no /proc on this system
  }
}

/** When a process started, in ticks since boot, with the boot's id; empty where there is no /proc. See proc_pid_stat(5), field 22. */
async function startOf(pid: number): Promise<string> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${fieldsAfterName(status)[19]}@${boot.trim()}`;
  } catch {
    return '';
  }
}

/** The name, the second field, may have spaces and parentheses in it; what comes after it has not. */
const fieldsAfterName = (status: string): string[] => status.slice(status.lastIndexOf(')') + 2).split(' ');
