import { readPostmaster } from '../embedded-postgres/postmaster';

/** Kills the Postgres on the folder, if there is one just now: no shutdown, no checkpoint. */
export function killPostmaster(dataDir: string): void {
  const postmaster = readPostmaster(dataDir);
  try {
    if (postmaster) process.kill(postmaster.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
