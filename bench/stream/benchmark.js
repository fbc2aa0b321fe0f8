const { cpSync, mkdtempSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');
const { databaseOn } = require('../measure/database');
const { startProduct } = require('../measure/product');
const { percentile, spread } = require('../measure/statistics');
const { Audience } = require('./audience');

/** Pieces of an answer are gathered for this long before they go to the stream as one (`deltaMs` of the flows subgraph). */
const windowMs = 20;
const open = [50, 200, 1_000];
const speaking = 50;
/** Thirty pieces a second: further apart than the window, so each is a delta of its own. */
const everyMs = 1_000 / 30;
const pieces = 120;
/** The machine is saturated when a hundredth of the deltas come this much later than the window. */
const saturatedMs = 100;
const mostSpeaking = 400;
const settleMs = 3_000;

exports.summary = 'from a piece’s emission to a WebSocket client, beyond the window in which pieces are gathered';

/** No peer: nothing else does this. The two ways of running stand side by side. */
exports.measure = async function measure({ rounds, log }) {
  const { EmbeddedPostgres } = require('@trialogue/store');
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-bench-'));
  const silent = { debug() {}, info() {}, warn() {}, error: console.error };
  const postgres = await EmbeddedPostgres.start({ dataDir: path.join(folder, 'postgres'), logger: silent });
  try {
    const contestants = {};
    for (const way of ['one', 'split']) contestants[way] = await measureWay(way, { folder, postgres, rounds, log });
    return {
      ratios: {},
      figures: {
        load: `${open.join(', ')} open streams, of which ${speaking} speak, 30 deltas a second each`,
        latency: `milliseconds from emission to the client, less the ${windowMs} ms in which pieces are gathered`,
        cpu: 'milliseconds of all processes of the product for each delta, Postgres left out',
        resume: 'milliseconds from a new connection’s beginning to the first delta that was missed',
        memory: 'resident kB of all processes of the product for each open stream between 200 and 1,000',
        saturation: `deltas a second, the most of which 99 of 100 come at most ${saturatedMs} ms beyond the window`,
        rounds,
        contestants,
      },
    };
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measureWay(way, { folder, postgres, rounds, log }) {
  const root = path.join(folder, way);
  cpSync(path.join(__dirname, 'project'), root, { recursive: true });
  symlinkSync(path.join(__dirname, '../../node_modules'), path.join(root, 'node_modules'));
  const product = await startProduct(way, { root, databaseUrl: await databaseOn(postgres.url, way) });
  const audience = new Audience(product.url);
  try {
    await audience.grow(speaking);
    await audience.speak(speaking, pieces, everyMs);
    const taken = {};
    const memory = [];
    for (const count of open) {
      await audience.grow(count);
      await wait(settleMs);
      memory.push(product.residentBytes());
      taken[`${count} open`] = await measureOpen(product, audience, rounds, (line) => log(`${way}  ${count}  ${line}`));
    }
    taken.residentKbPerOpenStream = Math.round((memory[2] - memory[1]) / (open[2] - open[1]) / 1024);
    taken.deltasPerSecond = await saturation(audience, (line) => log(`${way}  ${line}`));
    log(
      `${way}  ${taken.residentKbPerOpenStream} kB per open stream, saturated behind ${taken.deltasPerSecond} deltas/s`,
    );
    return taken;
  } finally {
    audience.close();
    await product.stop();
  }
}

async function measureOpen({ cpuMs }, audience, rounds, log) {
  const figures = [];
  for (let number = 1; number <= rounds; number += 1) {
    const before = cpuMs();
    const latencies = await speak(audience, speaking);
    const cpuMsPerDelta = (cpuMs() - before) / latencies.length;
    const resumed = await audience.resume(speaking, pieces, everyMs);
    const one = {
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      cpuMsPerDelta,
      resumeP50Ms: percentile(resumed, 0.5),
      resumeP95Ms: percentile(resumed, 0.95),
    };
    const said = Object.entries(one).map(([name, value]) => `${name} ${value.toFixed(2)}`);
    log(`round ${number}/${rounds}  ${said.join('  ')}`);
    figures.push(one);
  }
  return Object.fromEntries(Object.keys(figures[0]).map((name) => [name, spread(figures.map((one) => one[name]))]));
}

/** More and more of them speak, until what they say comes late. */
async function saturation(audience, log) {
  let most = 0;
  for (let count = speaking; count <= mostSpeaking; count += speaking) {
    const began = performance.now();
    const latencies = await speak(audience, count);
    const perSecond = Math.round(latencies.length / ((performance.now() - began) / 1_000));
    const p99 = percentile(latencies, 0.99);
    log(`${count} speak  ${perSecond} deltas/s  p99 ${p99.toFixed(2)}`);
    if (p99 > saturatedMs) break;
    most = perSecond;
  }
  return most;
}

const speak = async (audience, count) =>
  (await audience.speak(count, pieces, everyMs)).map((latency) => latency - windowMs);
