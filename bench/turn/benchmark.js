const { fork, spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const { mkdtempSync, rmSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { databaseOn } = require('../measure/database');
const { inTurn } = require('../measure/rounds');
const { median, percentile, rounded } = require('../measure/statistics');

const patienceMs = 300_000;

/** Turns one after the other, of so many conversations one after the other, and of conversations at once. */
const alone = { turns: 100, together: 1 };
const conversations = 5;
const crowd = { turns: 20, together: 16 };
/** Turns 1 to 9 of some conversations, and 496 to 504 of others; the middle ones are turn 5 and turn 500. */
const aged = { turns: 9, together: 8 };
const late = 495;

exports.summary = 'a turn of a conversation that follows a flow, until it is on the disk, without a model';

exports.measure = async function measure({ rounds, log }) {
  const { EmbeddedPostgres } = require('@trialogue/store');
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-bench-'));
  const logger = { debug() {}, info() {}, warn() {}, error: console.error };
  const postgres = await EmbeddedPostgres.start({ dataDir: path.join(folder, 'postgres'), logger });
  const redis = await startRedis(folder, log);
  const engines = [];
  try {
    for (const name of ['postgres', ...(redis ? ['redis'] : []), 'langgraph']) {
      const databaseUrl = await databaseOn(postgres.url, `turn_${name}`);
      engines.push({ name, ...(await startEngine([name, databaseUrl, ...(name === 'redis' ? [redis.url] : [])])) });
    }
    await checkSameWords(engines);
    const taken = await inTurn(engines, { rounds, log, measure: measureRound });
    const growth = {};
    for (const { name, ask } of engines) growth[name] = await growthOf(ask, log, name);
    const peer = taken.langgraph.p50Ms.median;
    return {
      ratios: { langgraph: rounded(peer / taken.postgres.p50Ms.median) },
      figures: {
        ratio: 'median of LangGraph.js’ p50 for a turn, divided by ours, both on the same Postgres',
        ...(redis && { ratioWithRedis: rounded(peer / taken.redis.p50Ms.median) }),
        turn500: 'p50 of turn 500 divided by that of turn 5, of the same engine',
        growth,
        rounds,
        contestants: taken,
      },
    };
  } finally {
    for (const { stop } of engines) await stop();
    await redis?.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measureRound({ ask }) {
  const calm = [];
  for (let conversation = 0; conversation < conversations; conversation += 1) calm.push(await ask(alone));
  const ms = calm.flatMap((taken) => taken.ms);
  const cpuMs = calm.reduce((sum, taken) => sum + taken.cpuMs, 0);
  const many = await ask(crowd);
  return {
    p50Ms: percentile(ms, 0.5),
    p99Ms: percentile(ms, 0.99),
    cpuMsPerTurn: cpuMs / ms.length,
    turnsPerSecond: (many.ms.length * 1_000) / many.wallMs,
  };
}

async function growthOf(ask, log, name) {
  const [young, old] = [await ask(aged), await ask({ ...aged, from: late })].map(({ ms }) => median(ms));
  log(`${name}  turn 5 ${young.toFixed(2)} ms  turn 500 ${old.toFixed(2)} ms`);
  return rounded(old / young);
}

async function checkSameWords([ours, ...others]) {
  const { said } = await ours.ask({ turns: 12, together: 1 });
  for (const { name, ask } of others) {
    const { said: theirs } = await ask({ turns: 12, together: 1 });
    const differing = said.findIndex((text, index) => text !== theirs[index]);
    if (differing >= 0)
      throw new Error(
        `after answer ${differing}, ${name} says “${theirs[differing]}” and ${ours.name} “${said[differing]}”`,
      );
  }
}

async function startEngine(args) {
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = fork(path.join(__dirname, 'engine.js'), args, { env, stdio: ['ignore', 2, 2, 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${args[0]} ended with code ${code}.`)));
  ended.catch(() => {});
  const answer = async () => {
    const [message] = await Promise.race([once(child, 'message', { signal: AbortSignal.timeout(patienceMs) }), ended]);
    return message;
  };
  await answer();
  return {
    ask(asked) {
      child.send(asked);
      return answer();
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended.catch(() => {});
    },
  };
}

/** One that keeps nothing on its disk, as the product needs none there. Undefined where none is installed. */
async function startRedis(folder, log) {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    log('redis-server is not installed: it is left out.');
    return undefined;
  }
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
