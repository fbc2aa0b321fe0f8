import { readFileSync } from 'node:fs';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from '@trialogue/errors';
import { Client } from 'pg';
import { superuser } from './data-folder';
import { processExists } from './folder-lock';

/** What a running server wrote into `postmaster.pid`: number of its process, when it started (Unix seconds), its port. */
export interface Postmaster {
  readonly pid: number;
  readonly startedAt: string;
  readonly port: number;
}

export const urlOf = (port: number, password: string): string =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;

/**
 * The server that runs on the folder already, left over from a process that was killed. It is believed only if it
 * knows the folder's password and reads the same `postmaster.pid` from its own data folder. A file whose process is
 * gone, or is something else by now, is removed.
 *
 * @throws SetupError when a Postgres holds the folder and does not answer within `timeoutMs`
 */
export async function findRunning(
  dataDir: string,
  password: string,
  timeoutMs = 10_000,
): Promise<Postmaster | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const postmaster = readPostmaster(dataDir);
    if (!postmaster) return undefined;
    if (!(await mayBeOurs(postmaster.pid, dataDir))) {
      await rm(join(dataDir, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (await answersFor(postmaster, password)) return postmaster;
    if (performance.now() > deadline)
      throw new SetupError(
        `Process ${postmaster.pid} holds ${dataDir} and does not answer on port ${postmaster.port}.`,
        `If it is a Postgres, stop it (kill -QUIT ${postmaster.pid}); if it is not, remove ${join(dataDir, 'postmaster.pid')}. Then start again.`,
      );
    await pause(100); // it may be starting, recovering, or shutting down
  }
}

/**
 * Nothing of a file that is still being written, nor of `initdb`'s, which holds a negative number: what is sent to process 0
 * or below reaches whole groups of processes, our own among them. See kill(2).
 */
export function readPostmaster(dataDir: string): Postmaster | undefined {
  const [pid, , startedAt, port] = contentOf(join(dataDir, 'postmaster.pid')).split('\n');
  return port && Number(pid) > 0 ? { pid: Number(pid), startedAt: startedAt!, port: Number(port) } : undefined;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether the server of the folder runs, as far as can be seen without asking it. */
export async function lookFor(dataDir: string): Promise<{ runs: boolean; pid?: number }> {
  const pid = readPostmaster(dataDir)?.pid;
  return { runs: pid !== undefined && (await mayBeOurs(pid, dataDir)), ...(pid !== undefined && { pid }) };
}

/** False when the process is gone, is no Postgres, or works in another folder, as far as this system lets us see that. */
async function mayBeOurs(pid: number, dataDir: string): Promise<boolean> {
  if (!processExists(pid)) return false;
  const program = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
  if (program !== undefined && program.trim() !== 'postgres') return false;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return folder === undefined || folder === (await realpath(dataDir));
}

async function answersFor({ pid, startedAt, port }: Postmaster, password: string): Promise<boolean> {
  const client = new Client({
    connectionString: urlOf(port, password),
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(`select pg_read_file('postmaster.pid') as text`);
    const [itsPid, , itsStart] = rows[0].text.split('\n');
    return Number(itsPid) === pid && itsStart === startedAt;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
