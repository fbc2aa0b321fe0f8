// `npm run nightly`: what is too long for every change. Runs `*.nightly.test.ts`, the stories of `e2e/` on services of
// their own, and every benchmark, whose results go to bench/results/, to be committed. Everything is said on standard
// error; the exit code is 1 when anything failed.
const { spawnSync } = require('node:child_process');
const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { benchmarks } = require('../bench/benchmarks');

const root = path.join(__dirname, '..');
const results = path.join(root, 'bench/results');
const jest = [require.resolve('jest/bin/jest'), '\\.nightly\\.test\\.ts$'];
// Ordinary runs ignore nightly tests by this setting; here it leaves out only what is no source.
const ignore = ['--testPathIgnorePatterns', '/node_modules/', '/dist/'];

/** Runs a script of this repository with Node; its standard output is returned, or passed on to standard error. */
function run(args, { capture = false } = {}) {
  const stdio = ['ignore', capture ? 'pipe' : 2, 2];
  const { status, stdout, error } = spawnSync(process.execPath, args, { cwd: root, stdio, encoding: 'utf8' });
  if (error) throw error;
  return { ok: status === 0, output: stdout };
}

function runTests() {
  const listed = run([...jest, ...ignore, '--listTests'], { capture: true });
  if (!listed.ok) return false;
  if (listed.output.trim() !== '') return run([...jest, ...ignore, '--runInBand']).ok;
  console.error('There are no nightly tests (*.nightly.test.ts) yet.');
  return true;
}

function runBenchmark(name) {
  console.error(`\n== benchmark ${name}`);
  const { ok, output } = run(['bench/run.js', name], { capture: true });
  if (!ok) return false;
  const result = JSON.parse(output);
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  const ratios = Object.entries(result.ratios).map(([peer, ratio]) => `${ratio} × ${peer}`);
  console.error(`${name}: ${ratios.join(', ')}`);
  return true;
}

console.error('== tests');
const failed = run(['scripts/build.js']).ok && runTests() ? [] : ['the nightly tests'];
if (!run(['scripts/e2e-split.js']).ok) failed.push('the stories on services of their own');
for (const name of benchmarks.keys()) if (!runBenchmark(name)) failed.push(`benchmark ${name}`);
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}
