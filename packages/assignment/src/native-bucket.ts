import { murmur3 } from './murmur3';

/**
 * The bucketer "native". It must never change: a unit that moved to another variant would spoil every running
 * experiment. `vectors.json` pins it for other languages.
 *
 *     seed(salt, purpose) = murmur3(utf8(nfc(salt + "/" + purpose)), 0)
 *     bucket(unit, seed)  = murmur3(utf8(nfc(unit)), seed) / 2^32
 *
 * `traffic` decides whether a unit takes part and `variant` what it gets. They are two hashes, so that a change of
 * traffic moves no unit between variants. `layer` and `holdout` are the decisions of those, under salts of their own.
 */
export type Purpose = 'traffic' | 'variant' | 'layer' | 'holdout';

/** The seed of one decision under one salt. @throws TypeError when the salt holds a lone surrogate. */
export const seedOf = (salt: string, purpose: Purpose): number => hashText(`${salt}/${purpose}`, 0);

/** Where a unit falls, in [0, 1). @throws TypeError when the unit holds a lone surrogate. */
export const bucketOf = (unit: string, seed: number): number => hashText(unit, seed) / 2 ** 32;

/** The bucket of each unit for one decision. */
export function nativeBucket(salt: string, purpose: Purpose): (unit: string) => number {
  const seed = seedOf(salt, purpose);
  return (unit) => bucketOf(unit, seed);
}

function hashText(text: string, seed: number): number {
  const hash = murmur3(text, seed, true);
  return hash < 0 ? murmur3(utf8(text), seed) : hash;
}

const encoder = new TextEncoder();

/**
 * Bytes, one in each code unit. Composed and decomposed forms of a text are one text; what is not Unicode has no bytes that
 * all languages agree on.
 */
function utf8(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('a lone surrogate is no text');
  let bytes = '';
  for (const byte of encoder.encode(text.normalize('NFC'))) bytes += String.fromCharCode(byte);
  return bytes;
}
