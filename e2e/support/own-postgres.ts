import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from './free-ports';

const run = promisify(execFile);
const needed = ['initdb', 'pg_ctl', 'postgres', 'pg_dump', 'pg_restore'];
/** Debian keeps the servers of all versions apart, and only wrappers on the path. */
const debian = '/usr/lib/postgresql';
const ofDebian = existsSync(debian) ? readdirSync(debian).map((version) => path.join(debian, version, 'bin')) : [];

/** Where a Postgres server is installed with the programs for backups. */
const folder = [...ofDebian.reverse(), ...(process.env.PATH ?? '').split(path.delimiter)].find((place) =>
  needed.every((program) => existsSync(path.join(place, program))),
);

/** `test` where a Postgres of one's own can be started; elsewhere it is reported as skipped, or fails when none may be. */
export const ownPostgresTest = folder || process.env.TRIALOGUE_REQUIRE_ALL ? test : test.skip;

/** A server refuses to run as root; any other user will do. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Runs one of Postgres' programs as the server's user. */
export async function runOwn(program: string, ...words: string[]): Promise<void> {
  if (!folder) throw new Error(`There is no folder with ${needed.join(', ')}.`);
  const environment = { PATH: process.env.PATH, LC_ALL: 'C' };
  await run(path.join(folder, program), words, { ...nobody, cwd: tmpdir(), env: environment, timeout: 60_000 });
}

/** A Postgres as a team would run its own: of whatever version is installed, in a cluster of its own. */
export async function startOwnPostgres(): Promise<{ url: string; folder: string; stop(): Promise<void> }> {
  const place = mkdtempSync(path.join(tmpdir(), 'trialogue-own-'));
  const data = path.join(place, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (nobody.uid) for (const one of [place, data]) chownSync(one, nobody.uid, nobody.gid!);
  await runOwn('initdb', '-D', data, '-U', 'trialogue', '--auth=trust', '--encoding=UTF8', '--no-locale');
  const [port] = await freePorts(1);
  const settings = { port, listen_addresses: `'127.0.0.1'`, unix_socket_directories: `''`, max_connections: 200 };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(path.join(data, 'postgresql.conf'), lines.join(''), { flag: 'a' });
  await runOwn('pg_ctl', 'start', '-D', data, '-w', '-t', '60', '-l', path.join(place, 'server.log'));
  return {
    url: `postgres://trialogue@127.0.0.1:${port}/postgres`,
    folder: place,
    async stop() {
      await runOwn('pg_ctl', 'stop', '-D', data, '-w', '-m', 'immediate');
      rmSync(place, { recursive: true, force: true });
    },
  };
}
