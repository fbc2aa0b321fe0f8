const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { createServer } = require('node:net');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');

const patienceMs = 120_000;

/** The first Python that has what MLflow's tracking server needs, as the tests look for it. */
exports.python = function python() {
  const candidates = [process.env.TRIALOGUE_PYTHON, path.join(__dirname, '../../.venv/bin/python'), 'python3'];
  const probe = ['-c', 'import mlflow, sqlalchemy, alembic, flask, flask_cors, aiohttp, uvicorn'];
  const found = candidates.filter(Boolean).find((command) => spawnSync(command, probe).status === 0);
  if (!found) throw new Error('There is no MLflow: set TRIALOGUE_PYTHON to a Python with training/requirements.txt.');
  return found;
};

/** Of the environment what MLflow's programs need, and no word to anybody outside. */
exports.environment = (command, registry) => ({
  ...process.env,
  MLFLOW_DISABLE_TELEMETRY: 'true',
  MLFLOW_TRACKING_URI: registry,
  MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  PYTHONDONTWRITEBYTECODE: '1',
  PATH: `${path.dirname(command)}:${process.env.PATH}`,
});

/** Starts an `mlflow` command that serves; answers its URL, once it answers under `sign`, and how to stop it. */
exports.startMlflowServer = async function startMlflowServer(command, words, { folder, env, sign, port }) {
  const url = `http://127.0.0.1:${port}`;
  const all = ['-m', 'mlflow', ...words, '-h', '127.0.0.1', '-p', `${port}`];
  const server = spawn(command, all, { cwd: folder, env, stdio: 'ignore', detached: true });
  const stop = () => {
    try {
      process.kill(-server.pid, 'SIGKILL');
    } catch {} // It has ended.
  };
  process.once('exit', stop);
  await ready(`${url}${sign}`).catch((error) => {
    stop();
    throw error;
  });
  return { url, stop };
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

exports.freePort = async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
};
