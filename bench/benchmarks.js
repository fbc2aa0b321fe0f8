const fs = require('node:fs');
const path = require('node:path');

/**
 * Every folder here with a `benchmark.js`, by name. It exports `summary`, one line, and
 * `measure({ rounds, log }) → { ratios, figures }`.
 */
exports.benchmarks = new Map(
  fs
    .readdirSync(__dirname)
    .filter((name) => fs.existsSync(path.join(__dirname, name, 'benchmark.js')))
    .map((name) => [name, require(`./${name}/benchmark.js`)]),
);
