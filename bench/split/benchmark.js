const path = require('node:path');
const { checkSameData, cpuPerRequest } = require('../gateway/compared');
const { post } = require('../measure/http-load');
const { inTurn } = require('../measure/rounds');
const { startServer } = require('../measure/server-process');
const { rounded } = require('../measure/statistics');
const { query, variables } = require('../gateway/shop');

const requests = 1_000;
const connections = 8;
const body = JSON.stringify({ query, variables });
const subgraphNames = ['products', 'stock'];
const gateways = {
  trialogue: path.join(__dirname, 'trialogue.js'),
  'apollo-gateway': path.join(__dirname, '../gateway/apollo-gateway.js'),
  'hive-rust': path.join(__dirname, 'hive.js'),
};
const [ours, ...peers] = Object.keys(gateways);

exports.summary =
  'the same query by a gateway that is a process of its own, before subgraphs that are: CPU per request';

/** All gateways stand before the same two subgraph servers, which are measured with whoever asks them. */
exports.measure = async function measure({ rounds, log }) {
  const subgraph = path.join(__dirname, '../gateway/apollo-subgraph.js');
  const subgraphs = await Promise.all(subgraphNames.map((name) => startServer(subgraph, [name])));
  const places = subgraphs.map(({ url }, index) => `${subgraphNames[index]}=${url}`);
  const started = [];
  for (const [name, script] of Object.entries(gateways)) {
    const gateway = await startServer(script, places);
    started.push({ name, gateway, subgraphs, expected: await post(gateway.url, body) });
  }
  checkSameData(started);
  const taken = await inTurn(started, { rounds, measure: measureOnce, log });
  const cpuOf = (name) => taken[name].cpuMsPerRequest.median;
  return {
    ratios: Object.fromEntries(peers.map((name) => [name, rounded(cpuOf(name) / cpuOf(ours))])),
    figures: {
      ratio: `median CPU per request of the peer and both subgraphs, divided by that of ${ours} and both subgraphs`,
      query,
      variables,
      requests,
      connections,
      rounds,
      contestants: taken,
    },
  };
};

const measureOnce = ({ gateway, subgraphs, expected }) =>
  cpuPerRequest({ url: gateway.url, body, expected, requests, connections }, { gateway: [gateway], subgraphs });
