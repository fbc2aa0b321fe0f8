// node measure-one.js ISOLATION STRATEGY: calls one after the other for p50 and p99, then 16 at once for calls per second.
const { percentile } = require('../measure/statistics');
const { executing } = require('./executing');

const [isolation, strategy] = process.argv.slice(2);
const alone = strategy === 'parts' ? 500 : 3_000;
const together = strategy === 'parts' ? 1_000 : 10_000;
const atOnce = 16;

async function main() {
  const { execute, close } = await executing(isolation);
  for (let call = 0; call < alone; call += 1) await execute(strategy); // until it is compiled
  const took = [];
  for (let call = 0; call < alone; call += 1) {
    const started = performance.now();
    await execute(strategy);
    took.push(performance.now() - started);
  }
  const started = performance.now();
  let left = together;
  const caller = async () => {
    while (left-- > 0) await execute(strategy);
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  const callsPerSecond = (together / (performance.now() - started)) * 1_000;
  await close();
  const figures = { p50Ms: percentile(took, 0.5), p99Ms: percentile(took, 0.99), callsPerSecond };
  process.stdout.write(JSON.stringify(figures));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
