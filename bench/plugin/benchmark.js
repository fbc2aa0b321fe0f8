const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { inTurn } = require('../measure/rounds');
const { rounded } = require('../measure/statistics');

const strategies = ['trivial', 'parts'];
const isolations = { process: 'process', worker: 'worker', 'in-process': 'none' };
const peers = ['worker', 'in-process'];

exports.summary =
  'a call of a strategy in a process of its own, against the same call in a worker thread and in the host’s process';

exports.measure = async function measure({ rounds, log }) {
  const all = strategies.flatMap((strategy) =>
    Object.keys(isolations).map((place) => ({ name: `${place} ${strategy}`, place, strategy })),
  );
  const contestants = await inTurn(all, {
    ...{ rounds, log },
    measure: ({ place, strategy }) => run(isolations[place], strategy),
  });
  const perSecond = (place, strategy) => contestants[`${place} ${strategy}`].callsPerSecond.median;
  const ratiosTo = (peer) =>
    Object.fromEntries(
      strategies.map((strategy) => [strategy, rounded(perSecond('process', strategy) / perSecond(peer, strategy))]),
    );
  const byStrategy = Object.fromEntries(peers.map((peer) => [peer, ratiosTo(peer)]));
  return {
    ratios: Object.fromEntries(peers.map((peer) => [peer, byStrategy[peer].trivial])),
    figures: {
      ratio:
        'median calls per second of the strategy that does next to nothing in a process of its own, divided by the peer’s',
      ratiosByStrategy: byStrategy,
      ...{ rounds, contestants },
    },
  };
};

function run(isolation, strategy) {
  const script = path.join(__dirname, 'measure-one.js');
  const output = execFileSync(process.execPath, [script, isolation, strategy], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 2],
    timeout: 300_000,
  });
  return JSON.parse(output);
}
