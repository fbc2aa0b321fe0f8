import { lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { User } from './run-program';

const nobody: User = { uid: 65534, gid: 65534 };

/**
 * Whom the server runs as. Postgres refuses root, so root drops to the owner of the data folder or, when that is root
 * itself or there is none yet, to `nobody`. Undefined: as whoever we are.
 */
export async function serverUser(dataDir: string): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await lstat(dataDir).catch(() => undefined);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody;
}

/** Gives a folder, and all that is in it, to the user. */
export async function handOver(folder: string, { uid, gid }: User): Promise<void> {
  await lchown(folder, uid, gid);
  const entries = await readdir(folder, { recursive: true });
  for (const entry of entries) await lchown(join(folder, entry), uid, gid);
}
