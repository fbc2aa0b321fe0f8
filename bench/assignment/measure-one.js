// `node --expose-gc measure-one.js NAME WHAT`: one contestant in a process of its own. Standard output is one JSON object.
const { subjectOf } = require('./allocation');
const { contestants } = require('./contestants');

const known = 1_000;
const [, , name, what] = process.argv;

const measures = { speed, memory, answers };
main();

async function main() {
  const assign = await contestants[name]();
  process.stdout.write(JSON.stringify(measures[what](assign)), () => process.exit(0)); // a peer's timers go on
}

/** CPU of this process, garbage collection and compilation included, over the same thousand units again and again. */
function speed(assign) {
  const subjects = Array.from({ length: known }, (_, index) => subjectOf(index));
  const run = (times) => {
    let given = 0;
    for (let time = 0; time < times; time += 1)
      for (const subject of subjects) if (assign(subject) !== null) given += 1;
    return given;
  };
  run(100);
  const times = 500;
  const before = process.cpuUsage();
  run(times);
  const { user, system } = process.cpuUsage(before);
  return { nsPerAssignment: ((user + system) * 1_000) / (times * known) };
}

/** Resident memory after one and after five million units, each seen once. */
function memory(assign) {
  const million = 1_000_000;
  const resident = [];
  for (let index = 0; index < 5 * million; index += 1) {
    assign(subjectOf(index));
    if (index + 1 === million || index + 1 === 5 * million) {
      global.gc();
      resident.push(process.memoryUsage.rss() / 2 ** 20);
    }
  }
  return { after1MillionMiB: resident[0], after5MillionMiB: resident[1], grownMiB: resident[1] - resident[0] };
}

function answers(assign) {
  return Array.from({ length: 20_000 }, (_, index) => assign(subjectOf(index)));
}
