/** Four unsigned 32-bit integers. */
export type Seed = readonly [number, number, number, number];

/** Numbers in [0, 1), the same for the same seed: sfc32 (Chris Doty-Humphrey, PractRand), its first 15 left out. */
export function seeded(seed: Seed): () => number {
  let [a, b, c, counter] = seed;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let index = 0; index < 15; index += 1) next();
  return next;
}
