const { fork } = require('node:child_process');
const { once } = require('node:events');

const patienceMs = 30_000;
const running = new Set();

/**
 * Starts a script that calls `serve` in a process of its own, in production mode. It ends with this process, however that
 * ends. Rejects when it does not serve within 30 s.
 */
async function startServer(script, args = []) {
  const env = { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' };
  const child = fork(script, args, { env, stdio: ['ignore', 2, 2, 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${script} ended with code ${code}.`)));
  ended.catch(() => {});
  const answer = async () => {
    const [message] = await Promise.race([once(child, 'message', { signal: AbortSignal.timeout(patienceMs) }), ended]);
    return message;
  };
  running.add({ child, ended });
  const { url } = await answer();
  return {
    url,
    /** CPU time of the whole process since it started, of user and system, garbage collection and compilation too. */
    cpuMs() {
      child.send('cpu');
      return answer();
    },
  };
}

/** Ends every server that was started here, by force after 5 s. */
async function stopServers() {
  const stopping = [...running].map(async ({ child, ended }) => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended.catch(() => {});
    clearTimeout(timer);
  });
  running.clear();
  await Promise.all(stopping);
}

/** The other end, in the script: `start` listens on a free port of loopback and answers the URL of its graph. */
function serve(start) {
  process.on('disconnect', () => process.exit());
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send((user + system) / 1000);
  });
  start().then(
    (url) => process.send({ url }),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}

module.exports = { startServer, stopServers, serve };
