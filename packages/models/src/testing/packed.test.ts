import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.join(__dirname, '../../../..');
let project: string;
let installed: string;

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'trialogue-packed-'));
  installed = path.join(project, 'node_modules/@trialogue/models');
  await run(process.execPath, ['scripts/build.js'], { cwd: root });
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', project];
  const { stdout } = await run('npm', pack, { cwd: path.join(root, 'packages/models') });
  await mkdir(installed, { recursive: true });
  const tarball = path.join(project, JSON.parse(stdout)[0].filename);
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
}, 120_000);
afterAll(() => rm(project, { recursive: true, force: true }));

/** The first block of code under a heading. */
const exampleUnder = (markdown: string, heading: string): string =>
  markdown.slice(markdown.indexOf(heading)).match(/```js\n([\s\S]*?)```/)![1]!;

test('out of its package, alone, the server does what docs/models.md says, in a project without jest', async () => {
  const example = exampleUnder(await readFile(path.join(root, 'docs/models.md'), 'utf8'), '## A server for tests');
  await writeFile(path.join(project, 'example.test.js'), example);
  // What jest says to its own processes would make Node's runner believe that it runs within another.
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...env } = process.env;
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', 'example.test.js'], {
    cwd: project,
    env,
  });
  expect(stdout).toMatch(/^# pass [1-9]/m);
  expect(stdout).toMatch(/^# fail 0$/m);
}, 60_000);

test('its command answers from a file, in turn', async () => {
  await writeFile(path.join(project, 'answers.json'), '[{ "status": 529 }, { "tokens": ["Soup", "."] }]');
  const command = path.join(installed, 'bin/trialogue-fake-providers.js');
  const server = spawn(process.execPath, [command, 'answers.json'], {
    cwd: project,
    env: { ...process.env, PORT: '0' },
  });
  const ended = once(server, 'exit');
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  await lines.next();
  const { value } = await lines.next();
  const url = /OPENAI_BASE_URL=(\S+)/.exec(value)![1];
  const body = JSON.stringify({ model: 'any', stream: true, messages: [{ role: 'user', content: 'Dinner?' }] });
  const ask = () => fetch(`${url}/chat/completions`, { method: 'POST', body });
  const statuses = [];
  for (let time = 1; time <= 3; time += 1) {
    const response = await ask();
    statuses.push(response.status);
    await response.text();
  }
  expect(statuses).toEqual([529, 200, 529]);
  server.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
}, 60_000);
