/** A local name: inside a Jest sandbox each look-up of a global is ten times the cost of the hash. */
const { imul } = Math;

/**
 * MurmurHash3_x86_32 by Austin Appleby, public domain: https://github.com/aappleby/smhasher, src/MurmurHash3.cpp. The bytes
 * are given as a text, one in each code unit; of larger units the lower byte counts.
 *
 * @returns an unsigned 32-bit integer; −1 when only ASCII was to be hashed and the text holds something else.
 */
export function murmur3(bytes: string, seed: number, onlyAscii = false): number {
  let hash = seed;
  let seen = 0;
  let block = 0;
  for (let at = 0; at < bytes.length; at++) {
    const unit = bytes.charCodeAt(at);
    seen |= unit;
    block |= (unit & 0xff) << (at << 3); // by 0, 8, 16 or 24: a shift counts modulo 32
    if ((at & 3) === 3) {
      hash ^= scramble(block);
      hash = imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
      block = 0;
    }
  }
  if (onlyAscii && seen > 0x7f) return -1;
  hash ^= scramble(block) ^ bytes.length;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const product = imul(block, 0xcc9e2d51);
  return imul((product << 15) | (product >>> 17), 0x1b873593);
}
