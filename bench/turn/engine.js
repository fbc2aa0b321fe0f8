// One contestant in a process of its own, which stays for all rounds: told `{ turns, together }` it takes so many turns in
// so many conversations at once, each of them new, and answers how long each turn took.
const { contestants } = require('./contestants');
const { answerIn } = require('./flow');

const [, , name, databaseUrl, redisUrl] = process.argv;

async function main() {
  const start = await contestants[name]({ databaseUrl, redisUrl });
  process.on('disconnect', () => process.exit());
  process.on('message', (asked) =>
    measure(start, asked).then(
      (answer) => process.send(answer),
      (error) => fail(error),
    ),
  );
  process.send({ url: name });
}

async function measure(start, { turns, together, from = 0 }) {
  const conversations = await Promise.all(Array.from({ length: together }, start));
  const said = [];
  for (let turn = 0; turn < from; turn += 1) await Promise.all(conversations.map(({ say }) => say(answerIn(turn))));
  const before = process.cpuUsage();
  const begun = performance.now();
  const taken = await Promise.all(
    conversations.map(async ({ opening, say }) => {
      const ms = [];
      said.push(opening);
      for (let turn = from; turn < from + turns; turn += 1) {
        const sent = performance.now();
        said.push(await say(answerIn(turn)));
        ms.push(performance.now() - sent);
      }
      return ms;
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return { ms: taken.flat(), wallMs: performance.now() - begun, cpuMs: (user + system) / 1_000, said };
}

function fail(error) {
  console.error(error);
  process.exit(1);
}

main().catch(fail);
