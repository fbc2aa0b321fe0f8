const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { spread } = require('../measure/statistics');

const recorder = path.join(__dirname, 'recorder.js');

exports.summary = 'memory of a process that exposes five million distinct units';

/** No peer here: `assignment` compares what peers keep of units. */
exports.measure = async function measure({ rounds, log }) {
  const taken = [];
  for (let round = 1; round <= rounds; round++) {
    const { residentMb, known } = await answerOf(
      fork(recorder, { execArgv: ['--expose-gc'], stdio: ['ignore', 2, 2, 'ipc'] }),
    );
    const growthMb = residentMb[4] - residentMb[0];
    log(
      `round ${round}/${rounds}  MB after each million: ${residentMb.map(Math.round).join(' ')}  known ${known.entries}`,
    );
    taken.push({ afterOneMb: residentMb[0], afterFiveMb: residentMb[4], growthMb, known: known.entries });
  }
  const figures = Object.keys(taken[0]).map((name) => [name, spread(taken.map((one) => one[name]))]);
  return {
    ratios: {},
    figures: {
      growth: 'resident memory after five million units less that after one million; the database is left out',
      rounds,
      contestants: { trialogue: Object.fromEntries(figures) },
    },
  };
};

async function answerOf(child) {
  const [[message]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  return message;
}
