// `npm run bench -- NAME [--rounds N]`: measures the built product against its peers. Progress goes to standard error;
// standard output is one JSON object.
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { benchmarks } = require('./benchmarks');
const { installPeers } = require('./install-peers');
const { machine } = require('./measure/machine');
const { stopServers } = require('./measure/server-process');

const leastRounds = 5;

class UsageError extends Error {}

/** What is asked for on the command line; throws a UsageError that says what can be. */
function asked() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } });
  const [name, ...more] = positionals;
  const rounds = Number(values.rounds ?? 11);
  if (!benchmarks.has(name) || more.length > 0)
    throw new UsageError(`There is no benchmark ${positionals.join(' ') || '(none named)'}.`);
  if (!Number.isInteger(rounds) || rounds < leastRounds)
    throw new UsageError(`--rounds is a whole number of at least ${leastRounds}.`);
  return { name, rounds };
}

function usage(message) {
  const list = [...benchmarks].map(([name, { summary }]) => `  ${name}  ${summary}`);
  return [message, 'Usage: npm run bench -- NAME [--rounds N]', ...list, ''].join('\n');
}

function buildProduct() {
  const build = path.join(__dirname, '../scripts/build.js');
  const { status } = spawnSync(process.execPath, [build], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The product does not build.');
}

async function main() {
  const { name, rounds } = asked();
  buildProduct();
  installPeers(__dirname);
  const about = { machine: machine(), date: new Date().toISOString() };
  const { ratios, figures } = await benchmarks.get(name).measure({ rounds, log: (line) => console.error(line) });
  process.stdout.write(`${JSON.stringify({ name, ratios, figures, ...about })}\n`);
}

main()
  .catch((error) => {
    const misused = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
    console.error(misused ? usage(error.message) : error);
    process.exitCode = misused ? 2 : 1;
  })
  .finally(stopServers);
