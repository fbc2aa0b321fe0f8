import { readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from '@trialogue/errors';
import type { Logger } from '../logger';
import { usableBinaries } from './binaries';
import { makeParent, openDataFolder, reachable, writeSettings } from './data-folder';
import { FolderLock, processExists } from './folder-lock';
import { findRunning, lookFor, readPostmaster, urlOf } from './postmaster';
import { runProgram, type User } from './run-program';
import { serverUser } from './server-user';
import { Supervision } from './supervision';

export interface EmbeddedPostgresOptions {
  /** Made when it is missing. Beside it lie `<dataDir>.lock` and, while it is being made, `<dataDir>.new`. */
  readonly dataDir: string;
  /** On 127.0.0.1; a free one unless given. */
  readonly port?: number;
  readonly logger: Logger;
}

/**
 * A real Postgres whose binaries came with `npm install`, listening on loopback only, with a password. It is a process
 * of its own and outlives a killed one of ours; the next `start` on the same folder takes it over. When it dies alone, it
 * is started again on the same port.
 */
export class EmbeddedPostgres {
  private constructor(
    /** `postgres://…` with the password. */
    readonly url: string,
    private readonly server: Server,
    private readonly lock: FolderLock,
    private readonly supervision: Supervision,
  ) {
    process.once('exit', this.atExit);
  }

  /** Whatever ends this process without `stop`, short of a kill, takes the server along: it shuts down by itself. */
  private readonly atExit = (): void => this.server.interrupt();

  /** @throws SetupError with what to do: no binaries, folder in use, unreadable, of another Postgres version, port taken */
  static async start({ dataDir, port, logger }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const folder = resolve(dataDir);
    await makeParent(folder);
    const lock = await FolderLock.take(`${folder}.lock`);
    try {
      const user = await serverUser(folder);
      const native = await usableBinaries(user);
      const password = await openDataFolder(folder, native, user);
      const server = new Server(folder, native, user, logger);
      const chosen = await runOn(server, folder, password, port, logger);
      const supervised = {
        look: () => lookFor(folder),
        start: () => runOn(server, folder, password, chosen, logger),
      };
      return new EmbeddedPostgres(urlOf(chosen, password), server, lock, new Supervision(supervised, logger));
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Ends every session and stops the server; within 5 seconds whatever it is doing. */
  async stop(): Promise<void> {
    process.off('exit', this.atExit);
    await this.supervision.end();
    await this.server.stop();
    await this.lock.release();
  }
}

/** Takes over the server that runs on the folder, or starts one. Answers its port. */
async function runOn(
  server: Server,
  folder: string,
  password: string,
  port: number | undefined,
  logger: Logger,
): Promise<number> {
  const left = await findRunning(folder, password);
  if (left && (port === undefined || port === left.port)) {
    const { pid: postmaster, port: found } = left;
    logger.info({ postmaster, port: found }, 'Took over the Postgres that an earlier process left running.');
    return found;
  }
  if (left) await server.stop();
  return server.start(port);
}

class Server {
  constructor(
    private readonly dataDir: string,
    private readonly native: string,
    private readonly user: User | undefined,
    private readonly logger: Logger,
  ) {}

  /** @returns the port */
  async start(port: number | undefined): Promise<number> {
    await keepOneOldLog(this.logFile);
    for (let attempt = 1; ; attempt++) {
      const chosen = port ?? (await freePort());
      await writeSettings(this.dataDir, chosen, this.user);
      const began = performance.now();
      const logged = await sizeOf(this.logFile);
      const { status, output } = await this.control('start', 60, '-l', join(this.named, 'server.log'));
      if (status === 0) {
        const postmaster = readPostmaster(this.dataDir)?.pid;
        const ms = Math.round(performance.now() - began);
        this.logger.info({ postmaster, port: chosen, dataDir: this.dataDir, ms }, 'Postgres is running.');
        return chosen;
      }
      const log = await this.logSince(logged);
      // A free port may be taken before Postgres binds it; sessions of a killed server need a moment to end.
      const portTaken = log.includes('could not bind');
      const mayPass = (portTaken && port === undefined) || log.includes('pre-existing shared memory block');
      if (!mayPass || attempt === 20) throw startFailed(portTaken ? chosen : undefined, `${output}\n${log}`);
      await pause(100);
    }
  }

  async stop(): Promise<void> {
    const postmaster = readPostmaster(this.dataDir);
    if (!postmaster) return;
    const { status } = await this.control('stop', 3, '-m', 'fast');
    if (status !== 0 && processExists(postmaster.pid)) {
      this.logger.warn({ dataDir: this.dataDir }, 'Postgres did not stop in 3 s; it is told to stop at once.');
      await this.control('stop', 1, '-m', 'immediate');
    }
    // pg_ctl waits for the end of the pid file, which comes a little before the end of the process.
    for (let waited = 0; waited < 500 && processExists(postmaster.pid); waited += 5) await pause(5);
  }

  /** Tells the postmaster, without waiting, to end every session and shut down (SIGINT: fast shutdown). */
  interrupt(): void {
    const postmaster = readPostmaster(this.dataDir);
    try {
      if (postmaster) process.kill(postmaster.pid, 'SIGINT');
    } catch {
      // It is gone already.
    }
  }

  private control(act: 'start' | 'stop', seconds: number, ...rest: string[]) {
    return runProgram(
      join(this.native, 'bin', 'pg_ctl'),
      [act, '-D', this.named, '-w', '-t', String(seconds), ...rest],
      { cwd: this.dataDir, user: this.user, timeoutMs: (seconds + 2) * 1000 },
    );
  }

  private get named(): string {
    return reachable(this.dataDir, this.user);
  }

  private get logFile(): string {
    return join(this.dataDir, 'server.log');
  }

  private async logSince(offset: number): Promise<string> {
    const bytes = await readFile(this.logFile).catch(() => Buffer.alloc(0));
    return bytes.subarray(offset).toString('utf8').slice(-2000);
  }
}

function startFailed(takenPort: number | undefined, detail: string): SetupError {
  return takenPort === undefined
    ? new SetupError(`Postgres did not start: ${detail.trim()}`, 'Mend what the message says, or set DATABASE_URL.')
    : new SetupError(`Port ${takenPort} is taken.`, 'Choose another port for Postgres, or none to get a free one.');
}

/** The log grows by a few lines per start and stop. */
async function keepOneOldLog(file: string): Promise<void> {
  if ((await sizeOf(file)) > 1_000_000) await rename(file, `${file}.old`);
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolvePort(port));
    });
  });
}
