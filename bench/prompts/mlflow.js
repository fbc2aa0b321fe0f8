const { spawn } = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');
const { environment, freePort, python, startMlflowServer } = require('../measure/mlflow');

/** A tracking server over SQLite, as `mlflow server` starts one, and a client process with the prompt registered. */
exports.startMlflow = async function startMlflow(folder, template) {
  const command = python();
  const port = await freePort();
  const env = environment(command, `http://127.0.0.1:${port}`);
  const words = ['server', '--backend-store-uri', `sqlite:///${path.join(folder, 'mlflow.db')}`];
  const server = await startMlflowServer(command, words, { folder, env, port, sign: '/health' });
  const script = [path.join(__dirname, 'load_prompt.py'), template];
  const client = spawn(command, ['-W', 'ignore', ...script], { cwd: folder, env, stdio: ['pipe', 'pipe', 2] });
  const lines = readline.createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  return {
    /** Loads and formats; answers the last text and each call's milliseconds. */
    async load(values, times) {
      client.stdin.write(`${JSON.stringify({ values, times })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('MLflow’s client has ended.');
      return JSON.parse(value);
    },
    stop() {
      client.kill('SIGKILL');
      server.stop();
    },
  };
};
