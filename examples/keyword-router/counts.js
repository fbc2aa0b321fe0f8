// @ts-check

/** @param {{ readonly experiment: string, readonly variant?: string, readonly route?: string }} of */
const keyOf = ({ experiment, ...rest }) =>
  ['count', experiment, ...Object.values(rest)].map((part) => encodeURIComponent(String(part))).join('/');

/**
 * What is counted under each key now. Calls of one process take turns, so that only those of others come in between.
 *
 * @type {Map<string, Promise<unknown>>}
 */
const counting = new Map();

/**
 * Adds one to a route's count, once for a call: beside the count stand the calls that were counted last, so that a count
 * whose answer got lost is not made again.
 *
 * @param {import('@trialogue/plugin-api').Records} records
 * @param {{ readonly experiment: string, readonly variant: string }} arm
 * @param {string} route
 * @param {string} call
 * @returns {Promise<number>}
 */
exports.countRoute = async (records, { experiment, variant }, route, call) => {
  const key = keyOf({ experiment, variant, route });
  const count = (counting.get(key) ?? Promise.resolve()).then(() => addOne(records, key, call));
  const ended = count.catch(() => undefined);
  counting.set(key, ended);
  try {
    return await count;
  } finally {
    if (counting.get(key) === ended) counting.delete(key);
  }
};

/**
 * @param {import('@trialogue/plugin-api').Records} records
 * @param {string} key
 * @param {string} call
 * @returns {Promise<number>}
 */
const addOne = async (records, key, call) => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const before = await records.get(key);
    const { count, last } = /** @type {{ count: number, last: string[] }} */ (before?.value ?? { count: 0, last: [] });
    if (last.includes(call)) return count;
    const value = { count: count + 1, last: [...last, call].slice(-50) };
    if (await records.put(key, value, before?.version ?? 0)) return value.count;
  }
  throw new Error('the route could not be counted: too many calls came at once');
};

/**
 * @param {import('@trialogue/plugin-api').Records} records
 * @param {string} experiment
 */
exports.countsOf = async (records, experiment) => {
  const kept = await records.list(`${keyOf({ experiment })}/`, { first: 1000 });
  return kept.map(({ key, value }) => {
    const [, , variant = '', route = ''] = key.split('/').map(decodeURIComponent);
    return { variant, route, count: /** @type {{ count: number }} */ (value).count };
  });
};
