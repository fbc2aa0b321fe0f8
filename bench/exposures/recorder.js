// Exposes units that were never seen, one after the other, as `assign` does, and says how large the process is meanwhile.
// The database is left out: it answers at once that each was the first.
const { assign } = require('@trialogue/assignment');
const { ExposureRecorder } = require('../../packages/store/dist/events/exposure-recorder.js');

const [million, together] = [1_000_000, 100];
const snapshot = {
  ...{ key: 'meal_planning_style', unitType: 'user', status: 'RUNNING', salt: 's', allocation: 1, traffic: 1 },
  variants: ['control', 'treatment'].map((key, index) => ({ key, weight: 1, isControl: index === 0 })),
};
const hash = 'a'.repeat(64);
const database = async (_, [rows]) => {
  const answered = JSON.parse(rows).map(({ place }) => ({ place }));
  return { rows: answered, rowCount: answered.length };
};

async function main() {
  const recorder = new ExposureRecorder(database, () => true);
  for (let from = 0; from < 5 * million; from += together) {
    await Promise.all(Array.from({ length: together }, (_, index) => expose(recorder, `user-${from + index}`)));
    const done = from + together;
    if (done % million === 0) process.send({ millions: done / million, residentMb: resident() });
  }
  process.disconnect();
}

async function expose(recorder, unit) {
  const { variant, allocation, bucket, propensity, reason } = assign(snapshot, { unit });
  const decided = { variant: variant.key, allocation, bucket, propensity, reason };
  const of = { unit, experiment: snapshot.key, release: hash, arm: hash, standIn: false, at: new Date().toISOString() };
  const [first] = await recorder.record([{ ...decided, ...of }]);
  if (!first) throw new Error(`${unit} was taken for another`);
}

/** Of what is in use: what the collector has not come to yet is no growth. */
function resident() {
  for (let round = 0; round < 4; round++) global.gc();
  return process.memoryUsage.rss() / 2 ** 20;
}

main();
