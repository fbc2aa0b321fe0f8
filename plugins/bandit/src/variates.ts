/** Numbers of a distribution, made of numbers that are uniform in [0, 1). */
type Uniform = () => number;

/** Standard normal (G. E. P. Box and M. E. Muller, 1958). */
export function normalVariate(random: Uniform): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Gamma of a shape of at least 1/2 and scale 1 (G. Marsaglia and W. W. Tsang, A simple method for generating gamma variables, 2000). */
export function gammaVariate(random: Uniform, shape: number): number {
  if (shape < 1) return gammaVariate(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalVariate(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Of two gammas, the share of the first. */
export function betaVariate(random: Uniform, a: number, b: number): number {
  const first = gammaVariate(random, a);
  return first / (first + gammaVariate(random, b));
}

/** Student's t: a normal over the root of a chi-squared by its degrees of freedom. */
export function studentVariate(random: Uniform, freedom: number): number {
  return normalVariate(random) / Math.sqrt((2 * gammaVariate(random, freedom / 2)) / freedom);
}
