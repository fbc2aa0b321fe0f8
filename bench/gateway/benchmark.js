const path = require('node:path');
const { post } = require('../measure/http-load');
const { inTurn } = require('../measure/rounds');
const { startServer } = require('../measure/server-process');
const { rounded } = require('../measure/statistics');
const { checkSameData, cpuPerRequest } = require('./compared');
const { query, variables } = require('./shop');

const requests = 1_000;
const connections = 8;
const body = JSON.stringify({ query, variables });
const script = (name) => path.join(__dirname, `${name}.js`);

/** Each starts its processes, the one that is asked first. */
const contestants = {
  trialogue: async () => [await startServer(script('trialogue'))],
  async 'apollo-gateway-remote'() {
    const names = ['products', 'stock'];
    const subgraphs = await Promise.all(names.map((name) => startServer(script('apollo-subgraph'), [name])));
    const places = subgraphs.map(({ url }, index) => `${names[index]}=${url}`);
    return [await startServer(script('apollo-gateway'), places), ...subgraphs];
  },
  monolith: async () => [await startServer(script('monolith'))],
};
const [ours, ...peers] = Object.keys(contestants);

exports.summary = 'a query across two subgraphs, a list of 20: CPU per request, of all processes that answer it';

exports.measure = async function measure({ rounds, log }) {
  const started = [];
  for (const [name, start] of Object.entries(contestants)) {
    const processes = await start();
    started.push({ name, processes, expected: await post(processes[0].url, body) });
  }
  checkSameData(started);
  const taken = await inTurn(started, { rounds, measure: measureOnce, log });
  const cpuOf = (name) => taken[name].cpuMsPerRequest.median;
  return {
    ratios: Object.fromEntries(peers.map((name) => [name, rounded(cpuOf(name) / cpuOf(ours))])),
    figures: {
      ratio: `median CPU per request of the peer, all its processes together, divided by that of ${ours}`,
      query,
      variables,
      requests,
      connections,
      rounds,
      contestants: taken,
    },
  };
};

const measureOnce = ({ processes, expected }) =>
  cpuPerRequest({ url: processes[0].url, body, expected, requests, connections }, { all: processes });
