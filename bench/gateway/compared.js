const assert = require('node:assert/strict');
const { httpLoad } = require('../measure/http-load');
const { variables } = require('./shop');

/** All contestants must answer the same data, without errors. */
exports.checkSameData = function checkSameData([first, ...others]) {
  const { data, errors } = JSON.parse(first.expected);
  assert.equal(errors, undefined);
  assert.equal(data.products.length, variables.first);
  for (const { name, expected } of others)
    assert.deepEqual(JSON.parse(expected), { data }, `${name} answers otherwise`);
};

/**
 * Puts a load on, and answers what it was like beside the CPU that processes took for each request: all together, and, when
 * there are several kinds, each kind (`{ gateway: [process], … }`).
 */
exports.cpuPerRequest = async function cpuPerRequest(load, kinds) {
  const before = await cpuOf(kinds);
  const figures = await httpLoad(load);
  const after = await cpuOf(kinds);
  const each = Object.keys(kinds).map((kind) => [kind, (after[kind] - before[kind]) / load.requests]);
  const all = each.reduce((sum, [, ms]) => sum + ms, 0);
  const parts = each.length > 1 ? each.map(([kind, ms]) => [`${kind}CpuMsPerRequest`, ms]) : [];
  return { cpuMsPerRequest: all, ...Object.fromEntries(parts), ...figures };
};

async function cpuOf(kinds) {
  const sums = Object.entries(kinds).map(async ([kind, processes]) => {
    const times = await Promise.all(processes.map((one) => one.cpuMs()));
    return [kind, times.reduce((sum, ms) => sum + ms, 0)];
  });
  return Object.fromEntries(await Promise.all(sums));
}
