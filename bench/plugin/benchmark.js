const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { inTurn } = require('../measure/rounds');
const { rounded } = require('../measure/statistics');

const strategies = ['trivial', 'parts'];
const isolations = { worker: 'worker', 'in-process': 'none' };

exports.summary = 'a call of a strategy in a worker thread, against the same call in process';

exports.measure = async function measure({ rounds, log }) {
  const all = strategies.flatMap((strategy) =>
    Object.keys(isolations).map((place) => ({ name: `${place} ${strategy}`, place, strategy })),
  );
  const contestants = await inTurn(all, {
    ...{ rounds, log },
    measure: ({ place, strategy }) => run(isolations[place], strategy),
  });
  const perSecond = (place, strategy) => contestants[`${place} ${strategy}`].callsPerSecond.median;
  const byStrategy = Object.fromEntries(
    strategies.map((strategy) => [
      strategy,
      rounded(perSecond('worker', strategy) / perSecond('in-process', strategy)),
    ]),
  );
  return {
    ratios: { 'in-process': byStrategy.trivial },
    figures: {
      ratio:
        'median calls per second of the strategy that does next to nothing in a worker, divided by those in process',
      ratiosByStrategy: { 'in-process': byStrategy },
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
