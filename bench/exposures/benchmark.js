const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { rounded } = require('../measure/statistics');

const recorder = path.join(__dirname, 'recorder.js');

exports.summary = 'memory of a process that exposes five million distinct units';

/** No peer here: `assignment` compares what peers keep of units. Once, for it is the same every time. */
exports.measure = async function measure({ log }) {
  const child = fork(recorder, { execArgv: ['--expose-gc'], stdio: ['ignore', 2, 2, 'ipc'] });
  child.on('message', ({ millions, residentMb }) => log(`${millions} million units: ${residentMb.toFixed(1)} MB`));
  const residentMb = [];
  child.on('message', (message) => residentMb.push(rounded(message.residentMb)));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${recorder} ended with code ${code}.`);
  return {
    ratios: {},
    figures: {
      growth: 'resident memory after five million units less that after one million; the database is left out',
      growthMb: rounded(residentMb.at(-1) - residentMb[0]),
      residentMbAfterEachMillion: residentMb,
    },
  };
};
