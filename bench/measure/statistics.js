/** The value below which the share `p` (0 to 1) of them lies, by nearest rank. */
function percentile(values, p) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
}

/** The middle value; the mean of the two middle ones of an even number. */
function median(values) {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What a figure was over all rounds; min and max far apart mean that the machine was busy with something else. */
const spread = (values) => ({
  median: rounded(median(values)),
  min: rounded(Math.min(...values)),
  max: rounded(Math.max(...values)),
});

/** Four significant digits: what a round can tell. */
const rounded = (value) => Number(value.toPrecision(4));

module.exports = { percentile, median, spread, rounded };
