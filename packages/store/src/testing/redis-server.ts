import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { freePorts } from './free-ports';
import { temporaryFolder } from './temporary-folder';

const found = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const isMissing = !found('redis-server') && !process.env.TRIALOGUE_REQUIRE_ALL;

/** For what needs a redis-server: where none is installed, it is reported as skipped, or fails when nothing may be. */
export function describeRedis(name: string, tests: () => void): void {
  if (isMissing) describe.skip(`${name} (redis-server is not installed)`, tests);
  else describe(name, tests);
}

/** A Redis that keeps nothing on disk. It ends with this process, however that ends. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Kills it, and all that it held is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const attempts = 5;

export async function startTestRedis(options: readonly string[] = []): Promise<TestRedis> {
  const folder = await temporaryFolder('redis');
  let [port] = (await freePorts(1)) as [number];
  let server = await run(folder.path, port, options);
  for (let attempt = 2; !server && attempt <= attempts; attempt++) {
    [port] = (await freePorts(1)) as [number]; // somebody else was faster
    server = await run(folder.path, port, options);
  }
  if (!server) throw new Error(`redis-server ${options.join(' ')} does not start.`);
  const kill = async () => {
    if (server!.exitCode !== null || server!.signalCode !== null) return;
    const exit = once(server!, 'exit');
    server!.kill('SIGKILL');
    await exit;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    async restart() {
      server = await run(folder.path, port, options);
      if (!server) throw new Error(`The port ${port} was taken meanwhile.`);
    },
    pause: () => void server!.kill('SIGSTOP'),
    resume: () => void server!.kill('SIGCONT'),
    async stop() {
      await kill();
      await folder.remove();
    },
  };
}

/** Undefined: it ended before it answered, because the port was taken. */
async function run(folder: string, port: number, options: readonly string[]): Promise<ChildProcess | undefined> {
  const place = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--pidfile', join(folder, 'redis.pid')];
  const server = spawn('redis-server', [...place, '--save', '', '--appendonly', 'no', ...options], { stdio: 'ignore' });
  await once(server, 'spawn');
  server.unref();
  const client = new Redis(port, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  try {
    const ended = once(server, 'exit').then(() => undefined);
    const own = async () => ((await client.info('server')).includes(`process_id:${server.pid}\r`) ? server : undefined);
    return await Promise.race([ended, own()]);
  } finally {
    client.disconnect();
  }
}
