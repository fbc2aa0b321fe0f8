import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { follow, read, say, sendDocument, start } from './support/chat';
import { fakeAnthropic } from './support/fake-anthropic';
import { makeProject, Product, repository } from './support/product';
import { until } from './support/until';

const anthropic = fakeAnthropic();
const products: Product[] = [];
const launch = (root: string, env: NodeJS.ProcessEnv = {}) => {
  const product = Product.spawn(root, env);
  products.push(product);
  return product;
};
afterAll(async () => {
  for (const product of products) await product.end('SIGTERM');
});

/** It has closed everything within the 4.5 s that it gives itself; after them it ends with `endedByItself`. */
const stoppedInTime = 0;
const endedByItself = 1;

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
/** As the product itself connects. */
async function connect(root: string): Promise<Client> {
  const folder = path.join(root, '.trialogue/postgres');
  const password = readFileSync(path.join(folder, 'trialogue.password'), 'utf8').trim();
  const port = Number(readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')[3]);
  const client = new Client({ host: '127.0.0.1', port, user: 'trialogue', password, database: 'postgres' });
  client.on('error', () => undefined); // the server is stopped under it
  await client.connect();
  return client;
}
const postmasterOf = (root: string) =>
  Number(readFileSync(path.join(root, '.trialogue/postgres/postmaster.pid'), 'utf8').split('\n')[0]);

test('on an embedded Postgres: it says where to go, keeps its data, stops on Ctrl-C within 5 s and leaves nothing behind', async () => {
  const root = makeProject();
  const product = await launch(root).ready();
  for (const line of [
    '/graphql',
    '/explorer',
    '/chat',
    'curl',
    'scripted',
    'a stand-in serves food_budget_1, food_budget_2',
  ])
    expect(product.output).toContain(line);
  expect(product.output).toMatch(/callers +everyone on this machine, as the local admin/);
  expect(product.output).toContain('"msg":"There are no keys: everyone on this machine is the local admin');
  const curl = /curl .*/.exec(product.output)![0];
  const answer = await new Promise<string>((resolve) => {
    const child = spawn('sh', ['-c', curl]);
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.on('exit', () => resolve(text));
  });
  expect(JSON.parse(answer).data.experiments.edges[0].node.variants).toHaveLength(2);

  const conversation = await start(product, 'lou');
  await say(product, conversation.id, 'Hi there');
  const postmaster = postmasterOf(root);
  expect(await product.end('SIGINT')).toBe(stoppedInTime);
  await until(() => !isAlive(postmaster));

  const again = await launch(root).ready();
  expect((await read(again, conversation.id)).messages.edges).toHaveLength(2);
});

test('Ctrl-C in the middle of an answer: who asked is told, everything stops within 5 s, and the conversation is free', async () => {
  const root = makeProject();
  const product = await launch(root, anthropic.env).ready();
  const { id, cursor } = await start(product, 'mia');
  const input = { conversation: id, text: 'plan a week', clientMessageId: 'once' };
  anthropic.holdNext();
  const answer = product.graph(sendDocument, { input });
  await follow(product.socket(), id, 'MessageDelta', cursor);
  const postmaster = postmasterOf(root);
  expect(await product.end('SIGINT')).toBe(stoppedInTime);
  await until(() => !isAlive(postmaster));
  expect(product.output).toContain('Stopped.');
  const abandoned = { status: 'FAILED', failure: { code: 'TURN_ABANDONED' } };
  expect((await answer).data.sendMessage).toMatchObject(abandoned);

  const again = await launch(root).ready();
  expect(await say(again, id, 'plan a week', 'once')).toMatchObject(abandoned);
  expect((await say(again, id, 'Hi', 'next')).status).toBe('COMPLETED');
});

test('Ctrl-C in the middle of a chat’s answer breaks its connection off, so that the client comes again', async () => {
  const product = await launch(makeProject(), anthropic.env).ready();
  const { id } = await start(product, 'nora');
  anthropic.holdNext();
  const response = await fetch(`${product.url}/chat/${id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ id: '1', role: 'user', parts: [{ type: 'text', text: 'plan a week' }] }] }),
  });
  let heard = '';
  const hear = async () => {
    for await (const bytes of response.body!) heard += Buffer.from(bytes).toString();
  };
  const end = hear().then(
    () => 'whole',
    () => 'broken',
  );
  await until(() => heard.includes('text-delta'));
  expect(await product.end('SIGINT')).toBe(stoppedInTime);
  expect(await end).toBe('broken');
  expect(heard).not.toContain('TURN_ABANDONED'); // which it would have been told a second later
});

test('Ctrl-C in the middle of the start leaves nothing behind either', async () => {
  const root = makeProject();
  const product = launch(root);
  await until(() => postmasterOf(root) > 0); // throws until the file is there, which counts as not yet
  const postmaster = postmasterOf(root);
  await product.end('SIGINT');
  await until(() => !isAlive(postmaster));
});

test('a process that ends in any way short of a kill takes its Postgres along', async () => {
  const root = makeProject();
  const product = await launch(root).ready();
  const postmaster = postmasterOf(root);
  const stuck = await connect(root);
  await stuck.query('begin; lock table exp.events in access exclusive mode');
  const waiting = product.graph(
    'mutation { trackEvents(events: [{ unit: "u", id: "1", type: "x", at: "2026-01-01T00:00:00Z" }]) { accepted } }',
  );
  waiting.catch(() => undefined);
  await until(async () => (await stuck.query(`select 1 from pg_locks where not granted`)).rowCount! > 0);
  expect([stoppedInTime, endedByItself]).toContain(await product.end('SIGINT'));
  await until(() => !isAlive(postmaster));
});

test('a reader of its output that has gone does not keep it from stopping cleanly', async () => {
  const root = makeProject();
  const product = await launch(root).ready();
  const postmaster = postmasterOf(root);
  product.child.stdout!.destroy();
  product.child.stderr!.destroy();
  expect(await product.end('SIGTERM')).toBe(stoppedInTime);
  await until(() => !isAlive(postmaster));
});

test('when npm is stopped, and its shell dies without a word, the product stops as well', async () => {
  const root = makeProject();
  const script = `"${process.execPath}" "${path.join(repository, 'packages/cli/bin/trialogue.js')}" start; true`;
  const env = { PATH: process.env.PATH, PORT: '0', npm_lifecycle_event: 'start' };
  const shell = spawn('sh', ['-c', script], { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  shell.stdout.on('data', (chunk) => {
    output += chunk;
  });
  let postmaster = 0;
  try {
    await until(() => output.includes('Trialogue runs.'));
    postmaster = postmasterOf(root);
  } finally {
    shell.kill('SIGKILL');
  }
  await until(() => !isAlive(postmaster));
  await until(() => output.includes('Stopped.'));
});

test('after a kill -9 the next start takes over the Postgres that was left; a second beside it, and one on a folder of another Postgres version, say so', async () => {
  const root = makeProject();
  const product = await launch(root).ready();
  const conversation = await start(product, 'max');
  await product.end('SIGKILL');
  const left = postmasterOf(root);
  expect(isAlive(left)).toBe(true);

  const next = await launch(root).ready();
  expect((await read(next, conversation.id)).id).toBe(conversation.id);
  await expect(launch(root).ready()).rejects.toThrow('is running on this data folder');
  expect(await next.end('SIGTERM')).toBe(stoppedInTime);
  await until(() => !isAlive(left));

  writeFileSync(path.join(root, '.trialogue/postgres/PG_VERSION'), '15\n');
  await expect(launch(root).ready()).rejects.toThrow(/15[\s\S]*18|18[\s\S]*15/);
});

test('a port that is taken, with another to choose', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await until(() => server.listening);
  const { port } = server.address() as AddressInfo;
  await expect(launch(makeProject(), { PORT: String(port) }).ready()).rejects.toThrow(`Port ${port} is taken`);
  server.close();
});

test('a setting that cannot be', async () => {
  await expect(launch(makeProject(), { PORT: 'eighty' }).ready()).rejects.toThrow('PORT is "eighty"');
});

test('`.env` is read, and the environment beats it', async () => {
  const root = makeProject();
  writeFileSync(path.join(root, '.env'), 'PORT=also-wrong\nLOG_LEVEL=nothing\n');
  await expect(launch(root, { PORT: '0' }).ready()).rejects.toThrow('LOG_LEVEL is "nothing"');
});

test('a database that does not answer', async () => {
  await expect(launch(makeProject(), { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }).ready()).rejects.toThrow(
    'The database of DATABASE_URL does not answer',
  );
});

test('a data folder that cannot be made', async () => {
  const underAFile = 'config/plugins.yml/data';
  await expect(launch(makeProject(), { TRIALOGUE_DATA: underAFile }).ready()).rejects.toThrow(underAFile);
});

test('an error that nobody foresaw ends the start with its sentence, a line in the log and exit code 1', async () => {
  const root = makeProject();
  rmSync(path.join(root, 'config/plugins.yml'));
  mkdirSync(path.join(root, 'config/plugins.yml'));
  const product = launch(root);
  await expect(product.ready()).rejects.toThrow('it ended with 1');
  expect(product.output).toContain('Trialogue cannot go on: EISDIR');
  expect(product.output).toMatch(/"level":60.*"code":"EISDIR"/);
  expect(existsSync(path.join(root, '.trialogue/postgres/postmaster.pid'))).toBe(false);
});

test.each([
  ['the command', 'packages/cli/bin/trialogue.js'],
  ['the build, which comes before it', 'scripts/build.js'],
])('an old Node is told by %s what it lacks', async (_, script) => {
  const pretend = path.join(makeProject(), 'old.js');
  writeFileSync(pretend, `Object.defineProperty(process, 'versions', { value: { node: '16.20.0' } });\n`);
  const child = spawn(process.execPath, ['--require', pretend, path.join(repository, script)]);
  let text = '';
  child.stderr.on('data', (chunk) => (text += chunk));
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(1);
  expect(text).toContain('Node 20.19 or newer');
});
