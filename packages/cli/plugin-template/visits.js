// @ts-check

/** @param {string} unit */
const keyOf = (unit) => `visits/${unit}`;

/**
 * Adds one to a unit's visits; a hundred may come at once, so it writes only over what it has read. A plugin keeps 100,000
 * records: for more units than that, count in a database of your own.
 *
 * @param {import('@trialogue/plugin-api').Records} records
 * @param {string} unit
 * @returns {Promise<number>}
 */
exports.countVisit = async (records, unit) => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const before = await records.get(keyOf(unit));
    const visits = Number(before?.value ?? 0) + 1;
    if (await records.put(keyOf(unit), visits, before?.version ?? 0)) return visits;
  }
  throw new Error('the visit could not be counted: too many came at once');
};

/**
 * @param {import('@trialogue/plugin-api').Records} records
 * @param {string} unit
 * @returns {Promise<number>}
 */
exports.visitsOf = async (records, unit) => Number((await records.get(keyOf(unit)))?.value ?? 0);
