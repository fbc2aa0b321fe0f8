const { cpSync, mkdtempSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { databaseOn } = require('../measure/database');
const { varyingLoad } = require('../measure/http-load');
const { startProduct } = require('../measure/product');
const { inTurn } = require('../measure/rounds');
const { startServer } = require('../measure/server-process');
const { rounded } = require('../measure/statistics');

const requests = 2_000;
const connections = 32;
const query = 'mutation ($unit: ID!) { assign(experiment: "flag", unit: $unit) { reason variant { key value } } }';
const frontendToken = '*:development.benchmark-frontend';

exports.summary = '`assign` mutations a second, each of a unit that was never seen, its exposure on the disk';

exports.measure = async function measure({ rounds, log }) {
  const { EmbeddedPostgres } = require('@trialogue/store');
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-bench-'));
  const silent = { debug() {}, info() {}, warn() {}, error: console.error };
  const postgres = await EmbeddedPostgres.start({ dataDir: path.join(folder, 'postgres'), logger: silent });
  const ours = await startOurs(folder, await databaseOn(postgres.url, 'trialogue'));
  try {
    const contestants = [ours, await startUnleash(await databaseOn(postgres.url, 'unleash'))];
    for (const contestant of contestants) await answers(contestant);
    const taken = await inTurn(contestants, { rounds, measure: measureOnce, log });
    const { trialogue, 'unleash-server': unleash } = taken;
    return {
      ratios: {
        'unleash-server': rounded(trialogue.requestsPerSecond.median / unleash.requestsPerSecond.median),
      },
      figures: {
        ratio: 'median requests per second of ours divided by those of the peer, whose answers record nothing',
        cpu: 'milliseconds of the process that answers, for each request, Postgres left out; ours also reads every exposure into the results of its experiment meanwhile',
        query,
        ...{ requests, connections, rounds },
        exposures: await ours.countExposures(),
        contestants: taken,
      },
    };
  } finally {
    await ours.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

let count = 0;
const nextUnit = () => `user-${++count}`;

async function measureOnce({ ask, check, cpuMs }) {
  const before = await cpuMs();
  const figures = await varyingLoad({ ask, check, requests, connections });
  return { ...figures, cpuMsPerRequest: ((await cpuMs()) - before) / requests };
}

async function startOurs(folder, databaseUrl) {
  const { makeKey } = require('@trialogue/gateway');
  const { Client } = require('pg');
  const root = path.join(folder, 'project');
  cpSync(path.join(__dirname, 'project'), root, { recursive: true });
  symlinkSync(path.join(__dirname, '../../node_modules'), path.join(root, 'node_modules'));
  const key = makeKey('benchmark', ['assign']);
  const product = await startProduct('one', { root, databaseUrl, env: { TRIALOGUE_KEYS: key.entry } });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key.key}` };
  return {
    ...product,
    name: 'trialogue',
    ask() {
      const body = JSON.stringify({ query, variables: { unit: nextUnit() } });
      return { url: product.url, method: 'POST', headers, body };
    },
    check(answer) {
      const { data, errors } = JSON.parse(answer);
      if (errors || data.assign.reason !== 'ASSIGNED') throw new Error(JSON.stringify(errors ?? data));
    },
    /** Of all that were acknowledged. */
    async countExposures() {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      const { rows } = await client.query('select count(*)::int as exposures from exp.exposures');
      await client.end();
      return rows[0].exposures;
    },
  };
}

async function startUnleash(databaseUrl) {
  const { url, cpuMs } = await startServer(path.join(__dirname, 'unleash.js'), [databaseUrl, frontendToken]);
  return {
    name: 'unleash-server',
    cpuMs,
    ask: () => ({ url: `${url}?userId=${nextUnit()}`, headers: { authorization: frontendToken } }),
    check(answer) {
      const [flag] = JSON.parse(answer).toggles;
      if (!flag?.variant.enabled) throw new Error(`No variant: ${JSON.stringify(flag)}`);
    },
  };
}

/** A feature takes a moment until it is served; waited for, for half a minute. */
async function answers(contestant) {
  for (const end = Date.now() + 30_000; ; ) {
    try {
      return await varyingLoad({ ...contestant, requests: 1, connections: 1 });
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
