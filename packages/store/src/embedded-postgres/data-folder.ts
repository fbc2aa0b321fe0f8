import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SetupError } from '@trialogue/errors';
import { majorVersion } from './binaries';
import { runProgram, type User } from './run-program';
import { handOver } from './server-user';

export const superuser = 'trialogue';
const passwordFile = 'trialogue.password';
const settingsFile = 'trialogue.conf';

/** Makes sure that the folder's parent exists and can be written. */
export async function makeParent(dataDir: string): Promise<void> {
  await mkdir(dirname(dataDir), { recursive: true }).catch(refuse(dirname(dataDir)));
  const probe = `${dataDir}.probe.${process.pid}`;
  await writeFile(probe, '').catch(refuse(dirname(dataDir)));
  await rm(probe, { force: true });
}

/** Creates the database cluster unless it is there, and answers its password. */
export async function openDataFolder(dataDir: string, native: string, user: User | undefined): Promise<string> {
  const entries = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    return refuse(dataDir)(error);
  });
  if (entries.length === 0) await create(dataDir, native, user);
  else await checkVersion(dataDir);
  if (user && (await lstat(dataDir)).uid !== user.uid) await handOver(dataDir, user); // root made a copy of it
  return readPassword(dataDir);
}

async function checkVersion(dataDir: string): Promise<void> {
  const version = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') return refuse(dataDir)(error);
    throw new SetupError(
      `${dataDir} is not empty, and it is not a Postgres data folder.`,
      'Move it away, or start in another folder.',
    );
  });
  if (version.trim() === majorVersion) return;
  throw new SetupError(
    `${dataDir} was written by Postgres ${version.trim()}; this Trialogue brings Postgres ${majorVersion}, which cannot read it.`,
    `To keep the data, run a Postgres ${version.trim()} on the folder and start Trialogue with DATABASE_URL naming it (or move the data with pg_dump and psql). To begin with an empty database, move the folder away.`,
  );
}

async function readPassword(dataDir: string): Promise<string> {
  const text = await readFile(join(dataDir, passwordFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') return refuse(dataDir)(error);
    throw new SetupError(
      `${dataDir} has no ${passwordFile}: it was not made by Trialogue, or the file was lost.`,
      'Put the file back; or run a Postgres on the folder yourself and set DATABASE_URL.',
    );
  });
  return text.trim();
}

/** Built aside and renamed, so that a folder with a PG_VERSION is always a whole one. */
async function create(dataDir: string, native: string, user: User | undefined): Promise<void> {
  const draft = `${dataDir}.new`;
  const password = randomBytes(24).toString('base64url');
  const handed = await mkdtemp(join(tmpdir(), 'trialogue-initdb-'));
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await writeFile(join(handed, 'password'), password, { mode: 0o600 });
    if (user) await Promise.all([handOver(draft, user), handOver(handed, user)]);
    const { status, output } = await runProgram(
      join(native, 'bin', 'initdb'),
      [
        ...['-D', reachable(draft, user), '-U', superuser, `--pwfile=${join(handed, 'password')}`],
        ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'],
        '--no-instructions',
      ],
      { cwd: draft, user, timeoutMs: 60_000 },
    );
    if (status !== 0) throw new SetupError(`Postgres could not create ${dataDir}: ${output.trim()}`, creationHelp);
    const configuration = join(draft, 'postgresql.conf');
    await writeFile(configuration, `include_if_exists = '${settingsFile}'\n`, { flag: 'a' });
    await writeOwned(join(draft, passwordFile), password, user);
    await rmdir(dataDir).catch(() => undefined); // an empty one may be there
    await rename(draft, dataDir).catch(refuse(dataDir));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(handed, { recursive: true, force: true });
  }
}

const creationHelp =
  'Make room, give access or start as a user that this system knows, as the message says; or set DATABASE_URL to a Postgres of your own.';

/**
 * Writes the settings that the server starts with. `postgresql.conf` stays the owner's; ours are included at its end.
 * The time limits are part of the event log's contract: a reader waits for every open writing transaction.
 */
export async function writeSettings(dataDir: string, port: number, user: User | undefined): Promise<void> {
  const settings = {
    port,
    listen_addresses: `'127.0.0.1'`,
    unix_socket_directories: `''`,
    max_connections: 200, // of several processes, when services are started on their own
    synchronous_commit: 'on',
    idle_in_transaction_session_timeout: `'60s'`,
    transaction_timeout: `'5min'`,
    // Statements and the details of errors hold what users wrote; neither belongs in a log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  await writeOwned(join(dataDir, settingsFile), `# Written by Trialogue at each start.\n${lines.join('')}`, user);
}

/**
 * How the server names the folder. Started by root it may not be able to walk there (a home is often 0700), but it
 * starts *in* the folder, entered while still root, and on Linux that has a name which needs no walking.
 */
export function reachable(folder: string, user: User | undefined): string {
  return user && process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

async function writeOwned(file: string, text: string, user: User | undefined): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
  if (user) await chown(file, user.uid, user.gid);
}

const refuse =
  (folder: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new SetupError(
      `The data folder ${folder} cannot be used: ${error.code ?? error.message}.`,
      'Give this user the right to read and write it (it may have been made by another user, or by root), or start in another folder.',
      error,
    );
  };
