const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { inTurn } = require('../measure/rounds');
const { rounded } = require('../measure/statistics');
const { allocation } = require('./allocation');
const { contestants, pairs } = require('./contestants');

const names = Object.keys(contestants);

exports.summary = 'one assignment with targeting, traffic and weights: CPU, and memory over five million units';

exports.measure = async function measure({ rounds, log }) {
  for (const [peer, ours] of Object.entries(pairs)) checkSameAnswers(peer, ours);
  const speeds = await inTurn(
    names.map((name) => ({ name })),
    { rounds, log, measure: ({ name }) => run(name, 'speed') },
  );
  const memory = {};
  for (const name of names) {
    memory[name] = Object.fromEntries(Object.entries(run(name, 'memory')).map(([key, mib]) => [key, rounded(mib)]));
    log(`memory  ${name}  grown by ${memory[name].grownMiB} MiB between one and five million units`);
  }
  const nsOf = (name) => speeds[name].nsPerAssignment.median;
  return {
    ratios: Object.fromEntries(Object.entries(pairs).map(([peer, ours]) => [peer, rounded(nsOf(peer) / nsOf(ours))])),
    figures: {
      ratio: 'median CPU of the peer for an assignment, divided by that of Trialogue with the peer’s bucketer',
      allocation,
      rounds,
      contestants: Object.fromEntries(names.map((name) => [name, { ...speeds[name], ...memory[name] }])),
    },
  };
};

/** The same variant for every one of twenty thousand units, or for those that get none. */
function checkSameAnswers(peer, ours) {
  const [theirs, our] = [run(peer, 'answers'), run(ours, 'answers')];
  const differing = theirs.findIndex((answer, index) => answer !== our[index]);
  if (differing >= 0)
    throw new Error(`unit ${differing} gets ${theirs[differing]} from ${peer} and ${our[differing]} from ${ours}`);
  if (new Set(our).size !== allocation.variants.length + 1) throw new Error('not every variant was given');
}

function run(name, what) {
  const script = path.join(__dirname, 'measure-one.js');
  const output = execFileSync(process.execPath, ['--expose-gc', script, name, what], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 2],
    maxBuffer: 2 ** 26,
    timeout: 300_000,
  });
  return JSON.parse(output);
}
