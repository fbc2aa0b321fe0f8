// `node measure-one.js NAME STATES WHAT`: one contestant in a process of its own. Standard output is one JSON object.
const { contestants } = require('./contestants');
const { answersOf } = require('./flow');

const [, , name, states, what] = process.argv;
/** CPU, in milliseconds, that is spent before and while it counts. */
const [warmUp, counted] = [1_000, 500];

main();

async function main() {
  const play = contestants[name](Number(states));
  const answers = answersOf(Number(states));
  const result = what === 'said' ? await play(answers) : await speed(play, answers);
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
}

/** CPU of this process, garbage collection and compilation included, over one conversation after the other. */
async function speed(play, answers) {
  await playFor(warmUp);
  const { conversations, spentMs } = await playFor(counted);
  const transitions = conversations * (answers.length + 1);
  return { usPerTransition: (spentMs * 1_000) / transitions, transitionsPerSecond: (transitions * 1_000) / spentMs };

  async function playFor(least) {
    const before = process.cpuUsage();
    for (let conversations = 1; ; conversations += 1) {
      await play(answers);
      const { user, system } = process.cpuUsage(before);
      const spentMs = (user + system) / 1_000;
      if (spentMs >= least) return { conversations, spentMs };
    }
  }
}
