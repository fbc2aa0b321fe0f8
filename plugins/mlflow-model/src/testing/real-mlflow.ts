import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const repository = path.join(__dirname, '../../../..');
const candidates = [process.env.TRIALOGUE_PYTHON, path.join(repository, '.venv/bin/python'), 'python3'];
const need = 'a Python with training/requirements.txt';
/** Prints where its commands are, if it has what `training/` needs. */
const probe = [
  'import importlib.util, sysconfig',
  'has = lambda *names: all(map(importlib.util.find_spec, names))',
  'assert has("mlflow", "statsmodels", "uvicorn", "alembic")',
  'print(sysconfig.get_path("scripts"), has("flask", "flask_cors", "aiohttp"))',
].join('\n');

interface Python {
  readonly command: string;
  readonly scripts: string;
  /** Whether it has what a tracking server needs, too. */
  readonly tracks: boolean;
}

const python: Python | undefined = candidates
  .filter((command) => command !== undefined)
  .map((command) => {
    const { status, stdout } = spawnSync(command, ['-c', probe], { encoding: 'utf8', timeout: 20_000 });
    const [scripts = '', tracks] = status === 0 ? stdout.trim().split(' ') : [];
    return { command, scripts, tracks: tracks === 'True' };
  })
  .find(({ scripts }) => scripts !== '');

type Test = (name: string, body: () => Promise<void>, ms?: number) => void;

const testWhere = (there: boolean | undefined): Test =>
  there || process.env.TRIALOGUE_REQUIRE_ALL
    ? test
    : (name, body) => test.skip(`${name} (needs ${need}: see training/README.md)`, body);

/** `test` where a Python has MLflow; elsewhere the test is reported as skipped, or fails when none may be. */
export const mlflowTest = testWhere(python !== undefined);
/** The same for a test that needs a tracking server. */
export const trackingTest = testWhere(python?.tracks);

export interface RealMlflow {
  /** Folder of the JSON files of what was trained for it. */
  readonly models: string;
  /** Base URLs of the scoring servers of `food_budget` 1 and 2. */
  readonly urls: readonly [string, string];
  close(): Promise<void>;
}

/** Trains both versions of `food_budget`, registers them in a registry of their own, and serves each, as a team would. */
export async function serveFoodBudget(): Promise<RealMlflow> {
  if (!python) throw new Error(`There is no MLflow: set TRIALOGUE_PYTHON to ${need}.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-mlflow-'));
  const servers: MlflowServer[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.close()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const models = path.join(folder, 'models');
    const registry = `sqlite:///${folder}/mlflow.db`;
    const env = environment(python, registry);
    const training = [path.join(repository, 'training/food_budget.py'), '--out', models, '--mlflow', registry];
    await promisify(execFile)(python.command, training, { cwd: folder, env, timeout: 120_000 });
    for (const version of [1, 2]) {
      const words = ['models', 'serve', '-m', `models:/food_budget/${version}`, '--env-manager', 'local'];
      servers.push(new MlflowServer(python, words, '/ping', await freePort(), folder, env));
    }
    await Promise.all(servers.map((server) => server.ready()));
    return { models, urls: [servers[0]!.url, servers[1]!.url], close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A tracking server with an empty registry, and a Python that speaks to it by MLflow's own client. */
export interface TrackingServer {
  readonly url: string;
  /** Runs a script that has the words as `sys.argv[1:]`; answers what it printed. */
  run(script: string, ...words: string[]): Promise<string>;
  close(): Promise<void>;
}

export async function startTrackingServer(): Promise<TrackingServer> {
  if (!python) throw new Error(`There is no MLflow: set TRIALOGUE_PYTHON to ${need}.`);
  const { command } = python;
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-mlflow-'));
  const store = `sqlite:///${folder}/mlflow.db`;
  // Jobs are a queue of its own, which nothing here needs.
  const own = { ...environment(python, store), MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' };
  const all = ['server', '--backend-store-uri', store, '--workers', '1'];
  const server = new MlflowServer(python, all, '/health', await freePort(), folder, own);
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  await server.ready().catch(async (error) => {
    await close();
    throw error;
  });
  return {
    url: server.url,
    async run(script, ...given) {
      const env = { ...own, MLFLOW_TRACKING_URI: server.url };
      const options = { cwd: folder, env, timeout: 120_000 };
      return (await promisify(execFile)(command, ['-c', script, ...given], options)).stdout;
    },
    close,
  };
}

/** A tracking server in which both versions of `food_budget` are registered; nobody serves them. */
export async function trackFoodBudget(): Promise<TrackingServer> {
  const server = await startTrackingServer();
  const script = `import sys, pathlib
sys.path.insert(0, sys.argv[1])
import food_budget, registry
models = food_budget.train(food_budget.load_data())
print(*registry.register(models, food_budget.write(models, pathlib.Path("models")), sys.argv[2]))`;
  await server.run(script, path.join(repository, 'training'), server.url).catch(async (error) => {
    await server.close();
    throw error;
  });
  return server;
}

/** Of the environment only what a program needs, and no word to anybody outside. */
function environment({ scripts }: Python, registry: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE } = process.env;
  return {
    HOME,
    TMPDIR,
    OPENBLAS_CORETYPE,
    OPENBLAS_L2_SIZE,
    PATH: `${scripts}:${PATH}`,
    MLFLOW_TRACKING_URI: registry,
    MLFLOW_DISABLE_TELEMETRY: 'true',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

/** An `mlflow` command that serves by a server of its own: both are one process group. */
class MlflowServer {
  readonly url: string;
  private readonly child: ChildProcess;
  private output = '';

  constructor(
    { command }: Python,
    words: readonly string[],
    private readonly sign: string,
    port: number,
    cwd: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.child = spawn(command, ['-m', 'mlflow', ...words, '-h', '127.0.0.1', '-p', `${port}`], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.on('data', (chunk) => (this.output = (this.output + chunk).slice(-10_000)));
  }

  async ready(): Promise<void> {
    const end = Date.now() + 90_000;
    const answers = () =>
      fetch(`${this.url}${this.sign}`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await answers())) {
      const { exitCode } = this.child;
      if (exitCode !== null || Date.now() > end)
        throw new Error(`MLflow does not serve (${exitCode}):\n${this.output}`);
      await pause(100);
    }
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'close');
    process.kill(-this.child.pid!, 'SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
