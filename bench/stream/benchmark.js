const { cpSync, mkdtempSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { databaseOn } = require('../measure/database');
const { startProduct } = require('../measure/product');
const { percentile, spread } = require('../measure/statistics');
const { talkAll } = require('./talk');

/** Pieces of an answer are gathered for this long before they go to the stream as one (`deltaMs` of the flows subgraph). */
const windowMs = 20;
const streams = [1, 50, 200];

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
        latency: `milliseconds from emission to the client, less the ${windowMs} ms in which pieces are gathered`,
        cpu: 'milliseconds of all processes of the product for each piece, Postgres left out',
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
  try {
    await round(product, 10);
    const taken = {};
    for (const count of streams) {
      const figures = [];
      for (let number = 1; number <= rounds; number += 1) {
        const one = await round(product, count);
        log(
          `${way}  ${count} streams  round ${number}/${rounds}  p50 ${one.p50Ms.toFixed(2)}  p99 ${one.p99Ms.toFixed(2)}`,
        );
        figures.push(one);
      }
      const names = Object.keys(figures[0]);
      taken[`${count} streams`] = Object.fromEntries(
        names.map((name) => [name, spread(figures.map((one) => one[name]))]),
      );
    }
    return taken;
  } finally {
    await product.stop();
  }
}

async function round({ url, cpuMs }, count) {
  const before = cpuMs();
  const latencies = (await talkAll(url, count)).map((ms) => ms - windowMs);
  return {
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    cpuMsPerPiece: (cpuMs() - before) / latencies.length,
  };
}
