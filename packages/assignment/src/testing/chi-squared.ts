/**
 * Upper 0.1 % points of the chi-squared distribution by degrees of freedom, as SciPy 1.17.1 prints
 * `scipy.stats.chi2.ppf(0.999, df)`. A sound hash exceeds one of them in one of a thousand choices of inputs; the inputs
 * of these tests are fixed, so that a test that passes once passes always.
 */
export const chiSquared999 = {
  1: 10.827566170662733,
  3: 16.26623619623813,
  9: 27.877164871256568,
  255: 330.51974363400586,
  780: 907.7742541563291,
  3000: 3245.078830702524,
} as const;

/** Pearson's statistic: the sum of (observed − expected)² / expected. */
export const chiSquared = (observed: ArrayLike<number>, expected: (index: number) => number): number =>
  Array.from(observed).reduce((sum, count, index) => sum + (count - expected(index)) ** 2 / expected(index), 0);
