import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { SetupError } from '@trialogue/errors';
import { Client } from 'pg';
import { silent } from '../testing/silent';
import { temporaryFolder } from '../testing/temporary-folder';
import { until } from '../testing/until';
import { installedBinaries, usableBinaries } from './binaries';
import { EmbeddedPostgres } from './embedded-postgres';
import { processExists } from './folder-lock';
import { readPostmaster } from './postmaster';

const isRoot = process.getuid?.() === 0;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let home: string;
let dataDir: string;
const children = new Set<ChildProcess>();
const running = new Set<{ stop(): Promise<void> }>();

beforeEach(async () => {
  folder = await temporaryFolder('home');
  home = folder.path;
  dataDir = join(home, '.trialogue', 'postgres');
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  running.clear();
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await folder.remove();
});

async function start(port?: number): Promise<EmbeddedPostgres> {
  const postgres = await EmbeddedPostgres.start({ dataDir, port, logger: silent });
  running.add(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<any[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process of ours on the same folder; `said` is the first line that it wrote. */
async function startElsewhere(options: { uid?: number; gid?: number } = {}): Promise<{
  child: ChildProcess;
  said: string;
}> {
  const support = join(__dirname, '..', 'testing');
  const hook = join(support, 'typescript-hook.cjs');
  const script = join(support, 'postgres-process.ts');
  const child = spawn(process.execPath, ['-C', 'trialogue-source', '-r', hook, script, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...options,
  });
  children.add(child);
  let said = '';
  child.stdout!.on('data', (chunk) => {
    said += chunk;
  });
  await until(() => said.includes('\n'), 20_000);
  return { child, said: said.trim() };
}

test('starts empty, keeps what is written, and leaves no process behind', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 7 as n');
  const { pid } = readPostmaster(dataDir)!;
  await first.stop();
  expect(processExists(pid)).toBe(false);
  const second = await start();
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  expect((await readdir(join(home, '.trialogue'))).sort()).toEqual(['postgres', 'postgres.lock']);
  await second.stop();
  running.clear();
  expect(await readdir(join(home, '.trialogue'))).toEqual(['postgres']);
});

test('is set up as the event log needs it, on loopback only', async () => {
  const { url } = await start();
  const [settings] = await query(
    url,
    `select current_setting('server_encoding') as encoding, current_setting('timezone') as timezone,
       current_setting('synchronous_commit') as sync, current_setting('fsync') as fsync,
       current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as sockets,
       current_setting('transaction_timeout') as transaction, current_setting('max_connections') as connections,
       (select datlocprovider::text from pg_database where datname = current_database()) as provider`,
  );
  expect(settings).toEqual({
    encoding: 'UTF8',
    timezone: 'UTC',
    sync: 'on',
    fsync: 'on',
    listen: '127.0.0.1',
    sockets: '',
    transaction: '5min',
    connections: '200',
    provider: 'b',
  });
});

test('another user of the machine gets in neither without the password nor at the files', async () => {
  const { url } = await start();
  const withoutPassword = new URL(url);
  withoutPassword.password = 'guess';
  await expect(query(withoutPassword.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  expect((await stat(dataDir)).mode & 0o077).toBe(0);
  expect((await stat(join(dataDir, 'trialogue.password'))).mode & 0o077).toBe(0);
});

test('listens on the port it is given, and says so when that is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(start(port)).rejects.toThrow(new SetupError(`Port ${port} is taken.`, ''));
  other.close();
  await once(other, 'close');
  expect(new URL((await start(port)).url).port).toBe(String(port));
});

test('a second process on the same folder is refused by name', async () => {
  const { child, said } = await startElsewhere();
  expect(said).toMatch(/^postgres:/);
  await expect(start()).rejects.toThrow(`Another Trialogue (process ${child.pid}) is running on this data folder.`);
  child.stdin!.end();
  await once(child, 'exit');
  await start();
  await expect(start()).rejects.toThrow(`Another Trialogue (process ${process.pid})`);
});

test('what a killed process left running is taken over, and stopped with its new owner', async () => {
  const { child, said: url } = await startElsewhere();
  await query(url, 'create table kept as select 7 as n');
  const left = readPostmaster(dataDir)!;
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processExists(left.pid)).toBe(true);
  const postgres = await start();
  expect(postgres.url).toBe(url);
  expect(readPostmaster(dataDir)).toEqual(left);
  expect(await query(postgres.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await postgres.stop();
  running.clear();
  expect(processExists(left.pid)).toBe(false);
});

test('a killed server is started anew, with everything that was committed', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 7 as n');
  const { pid } = readPostmaster(dataDir)!;
  process.kill(pid, 'SIGKILL');
  await until(() => !processExists(pid));
  await first.stop();
  running.clear();
  const second = await start();
  expect(readPostmaster(dataDir)!.pid).not.toBe(pid);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
});

test('a server that dies alone is started again on its port, with everything that was committed, and the log says so once', async () => {
  const said: [string, object][] = [];
  const warn = (fields: object, text: string) => said.push([text, fields]);
  const postgres = await EmbeddedPostgres.start({ dataDir, logger: { ...silent, warn, error: warn } });
  running.add(postgres);
  await query(postgres.url, 'create table kept as select 7 as n');
  for (const times of [1, 2]) {
    const { pid } = readPostmaster(dataDir)!;
    process.kill(pid, 'SIGKILL');
    await until(() =>
      query(postgres.url, 'select n from kept').then(
        ([row]) => row.n === 7,
        () => false,
      ),
    );
    expect(readPostmaster(dataDir)!.pid).not.toBe(pid);
    expect(said).toHaveLength(times);
    expect(said.at(-1)).toEqual([expect.stringContaining('it is started again'), { postmaster: pid }]);
  }
  const { pid } = readPostmaster(dataDir)!;
  await postgres.stop();
  running.clear();
  expect(processExists(pid)).toBe(false);
});

test('a server that cannot be started again is tried on until it can', async () => {
  const said: string[] = [];
  const logger = { ...silent, error: (_: object, text: string) => said.push(text) };
  const postgres = await EmbeddedPostgres.start({ dataDir, logger });
  running.add(postgres);
  await rename(dataDir, `${dataDir}.away`);
  const { pid } = readPostmaster(`${dataDir}.away`)!;
  process.kill(pid, 'SIGKILL');
  await until(() => said.length > 0);
  await rename(`${dataDir}.away`, dataDir);
  await until(() =>
    query(postgres.url, 'select 1').then(
      () => true,
      () => false,
    ),
  );
  expect(said).toEqual(['Postgres could not be started again; it is tried on.']);
});

test.each([
  ['has just been made', ''],
  ['has its number only', '4711\n'],
  ["is initdb's", '-4711\n/somewhere\n1700000000\n5432\n\n127.0.0.1\n'],
  ['names process 0', '0\n/somewhere\n1700000000\n5432\n\n127.0.0.1\n'],
])('a postmaster.pid that %s names nobody to whom a signal may go', async (_, text) => {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, 'postmaster.pid'), text);
  expect(readPostmaster(dataDir)).toBeUndefined();
});

test('a postmaster.pid whose number belongs to another program by now is not believed', async () => {
  await (await start()).stop();
  running.clear();
  await writeFile(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1700000000\n5432\n\n127.0.0.1\n`);
  await writeFile(`${dataDir}.lock`, `${process.pid} 1@another-boot\n`);
  expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('the data of another version of Postgres is left alone, and both versions are named', async () => {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, 'PG_VERSION'), '16\n');
  const refusal = await start().catch((error) => error);
  expect(refusal).toBeInstanceOf(SetupError);
  expect(refusal.message).toContain('was written by Postgres 16; this Trialogue brings Postgres 18');
  expect(refusal.help).toContain('DATABASE_URL');
  expect(await readdir(dataDir)).toEqual(['PG_VERSION']);
});

test('a folder with something else in it is left alone', async () => {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, 'thesis.txt'), '');
  await expect(start()).rejects.toThrow(`${dataDir} is not empty, and it is not a Postgres data folder.`);
});

test('a data folder of somebody else’s is not guessed at', async () => {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, 'PG_VERSION'), '18\n');
  await expect(start()).rejects.toThrow(`${dataDir} has no trialogue.password`);
});

test('a creation that was interrupted is begun again', async () => {
  await mkdir(join(`${dataDir}.new`, 'base'), { recursive: true });
  await writeFile(join(`${dataDir}.new`, 'PG_VERSION'), '18\n');
  expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a folder that cannot be written is named', async () => {
  await writeFile(join(home, '.trialogue'), 'a file');
  const refusal = await start().catch((error) => error);
  expect(refusal).toBeInstanceOf(SetupError);
  expect(refusal.message).toContain(join(home, '.trialogue'));
});

test('a system without binaries is told what to do', () => {
  expect(() => installedBinaries('sunos', 'sparc')).toThrow('There is no embedded Postgres for sunos-sparc');
});

const asRoot = isRoot ? test : test.skip;

asRoot('root may keep its data under a home that nobody else can enter', async () => {
  await chmod(home, 0o700);
  const { url } = await start();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect((await stat(dataDir)).uid).toBe(65534);
});

asRoot('binaries under a home that nobody else can enter are used from a copy, which mends itself', async () => {
  const hidden = join(home, 'hidden', 'native');
  await cp(installedBinaries(), hidden, { recursive: true, verbatimSymlinks: true });
  await chmod(join(home, 'hidden'), 0o700);
  const nobody = { uid: 65534, gid: 65534 };
  const usable = await usableBinaries(nobody, hidden, home);
  expect(usable.startsWith(hidden)).toBe(false);
  const swept = join(usable, 'share', 'postgresql', 'postgres.bki');
  await rm(swept);
  expect(await usableBinaries(nobody, hidden, home)).toBe(usable);
  expect((await stat(swept)).size).toBeGreaterThan(0);
  await chmod(join(usable, '..'), 0o777);
  await expect(usableBinaries(nobody, hidden, home)).rejects.toThrow('belongs to somebody else');
});

asRoot('data that root copied, or that a user made, are used as they are', async () => {
  await (await start()).stop();
  running.clear();
  const original = dataDir;
  dataDir = join(home, 'copy');
  await cp(original, dataDir, { recursive: true });
  expect((await stat(dataDir)).uid).toBe(0);
  expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

asRoot('a user who is not root runs it as himself, and root then runs it as him', async () => {
  const user = { uid: 1, gid: 1 }; // daemon
  await chown(home, user.uid, user.gid);
  const { child, said } = await startElsewhere(user);
  expect(said).toMatch(/^postgres:/);
  expect(await query(said, 'select 1 as one')).toEqual([{ one: 1 }]);
  child.stdin!.end();
  await once(child, 'exit');
  expect((await stat(dataDir)).uid).toBe(user.uid);
  expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect((await stat(join(dataDir, 'base'))).uid).toBe(user.uid);
});

test('the log holds nothing of what users wrote', async () => {
  const { url } = await start();
  await query(url, 'create table secrets (word text primary key)');
  await query(url, `insert into secrets values ('hunter2')`);
  await expect(query(url, `insert into secrets values ('hunter2')`)).rejects.toMatchObject({ code: '23505' });
  expect(await readFile(join(dataDir, 'server.log'), 'utf8')).not.toContain('hunter2');
});
