import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '@trialogue/store/testing';
import { PostgresPrograms } from './postgres-programs';

const programs = new PostgresPrograms(['initdb', 'pg_ctl', 'postgres', 'pg_dump', 'pg_restore'], 14);

/** `test` where a Postgres of one's own can be started; elsewhere it is reported as skipped, or fails when none may be. */
export const ownPostgresTest = programs.test;

/** A server refuses to run as root; any other user will do. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Runs one of Postgres' programs as the server's user. */
export const runOwn = (program: string, ...words: string[]) => programs.run(program, words, nobody);

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
