const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:net');
const path = require('node:path');
const readline = require('node:readline');
const { setTimeout: wait } = require('node:timers/promises');

const patienceMs = 120_000;

/** The first Python that has what MLflow's tracking server needs, as the tests look for it. */
function python() {
  const candidates = [process.env.TRIALOGUE_PYTHON, path.join(__dirname, '../../.venv/bin/python'), 'python3'];
  const probe = ['-c', 'import mlflow, sqlalchemy, alembic, flask, flask_cors, aiohttp, uvicorn'];
  const found = candidates.filter(Boolean).find((command) => spawnSync(command, probe).status === 0);
  if (!found) throw new Error('There is no MLflow: set TRIALOGUE_PYTHON to a Python with training/requirements.txt.');
  return found;
}

/** A tracking server over SQLite, as `mlflow server` starts one, and a client process with the prompt registered. */
exports.startMlflow = async function startMlflow(folder, template) {
  const command = python();
  const url = `http://127.0.0.1:${await freePort()}`;
  const env = {
    ...process.env,
    MLFLOW_DISABLE_TELEMETRY: 'true',
    MLFLOW_TRACKING_URI: url,
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    PATH: `${path.dirname(command)}:${process.env.PATH}`,
  };
  const store = `sqlite:///${path.join(folder, 'mlflow.db')}`;
  const { port } = new URL(url);
  const words = ['-m', 'mlflow', 'server', '--backend-store-uri', store, '-h', '127.0.0.1', '-p', port];
  const server = spawn(command, words, { cwd: folder, env, stdio: 'ignore', detached: true });
  let client;
  const stop = () => {
    client?.kill('SIGKILL');
    try {
      process.kill(-server.pid, 'SIGKILL');
    } catch {} // It has ended.
  };
  process.once('exit', stop);
  await ready(`${url}/health`).catch((error) => {
    stop();
    throw error;
  });
  const script = [path.join(__dirname, 'load_prompt.py'), template];
  client = spawn(command, ['-W', 'ignore', ...script], { cwd: folder, env, stdio: ['pipe', 'pipe', 2] });
  const lines = readline.createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  return {
    /** Loads and formats; answers the last text and each call's milliseconds. */
    async load(values, times) {
      client.stdin.write(`${JSON.stringify({ values, times })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('MLflow’s client has ended.');
      return JSON.parse(value);
    },
    stop,
  };
};

async function ready(url) {
  for (const end = Date.now() + patienceMs; Date.now() < end; await wait(200)) {
    const answers = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return;
  }
  throw new Error(`MLflow does not serve within ${patienceMs} ms.`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
