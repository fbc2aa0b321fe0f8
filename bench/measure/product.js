const { spawn, spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');

const command = path.join(__dirname, '../../packages/cli/bin/trialogue.js');
const services = ['gateway', 'experiments', 'prompts', 'flows', 'analytics'];
const patienceMs = 60_000;
const secret = 's'.repeat(32);

/**
 * Starts the product in a project's folder: `one` process, or `split` into services. Answers where its graph is, and the
 * CPU time of all its processes so far, in milliseconds, and the memory that they have.
 */
exports.startProduct = async function startProduct(way, { root, databaseUrl, env = {} }) {
  const own = { ...env, DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'warn', TRIALOGUE_LIMIT_RATE: '0' };
  const start = (words, data) => {
    const given = { ...process.env, ...own, TRIALOGUE_SERVICE_SECRET: secret, TRIALOGUE_DATA: path.join(root, data) };
    const child = spawn(process.execPath, [command, ...words], { cwd: root, env: given, stdio: ['ignore', 'pipe', 2] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    process.once('exit', () => child.kill('SIGKILL'));
    return { child, said: () => said };
  };
  const processes =
    way === 'one' ? [start(['start'], 'data')] : services.map((name) => start(['start', name], `data-${name}`));
  const [front] = processes;
  const url = await until(() => /(http:\/\/[^\s/]+\/graphql)/.exec(front.said())?.[1], `${way} does not start`);
  await until(async () => (await fetch(url.replace('graphql', 'health/ready'))).ok, `${way} is not ready`);
  if (way === 'split') {
    const env = { ...process.env, TRIALOGUE_URL: url };
    const { status } = spawnSync(process.execPath, [command, 'apply'], { cwd: root, env, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error('The files could not be applied.');
  }
  return {
    url,
    cpuMs: () => sumOf(processes, cpuMsOf),
    residentBytes: () => sumOf(processes, residentBytesOf),
    async stop() {
      for (const { child } of processes) child.kill('SIGTERM');
      await until(
        () => processes.every(({ child }) => child.exitCode !== null || child.signalCode !== null),
        'it stays',
      );
    },
  };
};

const sumOf = (processes, figure) => processes.reduce((sum, { child }) => sum + figure(child.pid), 0);

/** From Linux's /proc (proc(5): the second field, in pages of 4 kB). */
const residentBytesOf = (pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4_096;

/** User and system time of a process, from Linux's /proc (proc(5): fields 14 and 15, in ticks of 10 ms). */
function cpuMsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function until(condition, otherwise) {
  for (const end = Date.now() + patienceMs; Date.now() < end; await wait(50)) {
    const answer = await Promise.resolve()
      .then(condition)
      .catch(() => undefined);
    if (answer) return answer;
  }
  throw new Error(`${otherwise} within ${patienceMs} ms.`);
}
