const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { inTurn } = require('../measure/rounds');
const { rounded } = require('../measure/statistics');
const { contestants } = require('./contestants');
const { answersOf } = require('./flow');

const sizes = [10, 100, 1_000];
const [ours, ...peers] = Object.keys(contestants);

exports.summary = 'a transition of a flow of 10, 100 and 1,000 states, from JSON text to JSON text';

exports.measure = async function measure({ rounds, log }) {
  for (const states of sizes) for (const peer of peers) checkSameWords(peer, states);
  const all = sizes.flatMap((states) =>
    [ours, ...peers].map((contestant) => ({ name: `${contestant} ${states}`, contestant, states })),
  );
  const speeds = await inTurn(all, {
    ...{ rounds, log },
    measure: ({ contestant, states }) => run(contestant, states, 'speed'),
  });
  const ratio = (peer, states) =>
    speeds[`${peer} ${states}`].usPerTransition.median / speeds[`${ours} ${states}`].usPerTransition.median;
  const bySize = (peer) => Object.fromEntries(sizes.map((states) => [states, rounded(ratio(peer, states))]));
  return {
    ratios: Object.fromEntries(peers.map((peer) => [peer, Math.min(...Object.values(bySize(peer)))])),
    figures: {
      ratio: 'median CPU of the peer for a transition, divided by ours: the smallest of the three sizes',
      ratiosBySize: Object.fromEntries(peers.map((peer) => [peer, bySize(peer)])),
      answers: Object.fromEntries(sizes.map((states) => [states, answersOf(states).length])),
      rounds,
      contestants: speeds,
    },
  };
};

function checkSameWords(peer, states) {
  const [theirs, our] = [run(peer, states, 'said'), run(ours, states, 'said')].map((said) => said.map(String));
  const differing = our.findIndex((said, index) => said !== theirs[index]);
  if (differing >= 0)
    throw new Error(`after answer ${differing}, ${peer} says “${theirs[differing]}” and ours “${our[differing]}”`);
}

function run(name, states, what) {
  const script = path.join(__dirname, 'measure-one.js');
  const output = execFileSync(process.execPath, [script, name, String(states), what], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 2],
    maxBuffer: 2 ** 26,
    timeout: 300_000,
  });
  return JSON.parse(output);
}
