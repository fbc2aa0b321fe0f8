/** A local name: inside a Jest sandbox each look-up of a global is ten times the cost of the hash. */
const { imul } = Math;

/**
 * MurmurHash3_x86_32 by Austin Appleby, public domain: https://github.com/aappleby/smhasher, src/MurmurHash3.cpp.
 * Every result is an unsigned 32-bit integer.
 */
export function murmur3(bytes: Uint8Array, seed: number): number {
  const whole = bytes.length & ~3;
  let hash = seed | 0;
  for (let at = 0; at < whole; at += 4) {
    hash = mixBlock(hash, bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at--) tail = (tail << 8) | bytes[at]!;
  return finish(hash ^ scramble(tail), bytes.length);
}

/** The same for a text whose every character is ASCII, so that its code units are its bytes; `undefined` for any other. */
export function murmur3Ascii(text: string, seed: number): number | undefined {
  const whole = text.length & ~3;
  let hash = seed | 0;
  let seen = 0;
  for (let at = 0; at < whole; at += 4) {
    const first = text.charCodeAt(at);
    const second = text.charCodeAt(at + 1);
    const third = text.charCodeAt(at + 2);
    const fourth = text.charCodeAt(at + 3);
    seen |= first | second | third | fourth;
    hash = mixBlock(hash, first | (second << 8) | (third << 16) | (fourth << 24));
  }
  let tail = 0;
  for (let at = text.length - 1; at >= whole; at--) {
    seen |= text.charCodeAt(at);
    tail = (tail << 8) | text.charCodeAt(at);
  }
  return seen > 0x7f ? undefined : finish(hash ^ scramble(tail), text.length);
}

function scramble(block: number): number {
  const product = imul(block, 0xcc9e2d51);
  return imul((product << 15) | (product >>> 17), 0x1b873593);
}

function mixBlock(hash: number, block: number): number {
  const mixed = hash ^ scramble(block);
  return (imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number, length: number): number {
  let mixed = hash ^ length;
  mixed = imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
