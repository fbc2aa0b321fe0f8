import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Waits until the pipe from us closes, which it does however we end; then stops the servers in the folder and clears up. */
const clearUp = `
  read -r _
  sleep 1 # one may have been about to start
  for file in $(find "$0" -name postmaster.pid); do
    pid=$(head -n 1 "$file")
    kill -QUIT "$pid" && while kill -0 "$pid"; do sleep 0.1; done
  done
  for file in $(find "$0" -name redis.pid); do kill -KILL "$(cat "$file")"; done
  rm -rf "$0"`;

/**
 * A folder for a test in which Postgres or Redis may be started. Should this process be killed, the folder goes with it, and so
 * do the servers in it.
 */
export async function temporaryFolder(name: string): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `trialogue-${name}-`));
  await chmod(path, 0o755); // started by root, the server is another user's
  const watchdog = spawn('sh', ['-c', clearUp, path], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true });
      watchdog.kill();
    },
  };
}
