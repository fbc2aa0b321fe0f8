/**
 * FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv/), over UTF-16 code units instead of bytes, as GrowthBook has
 * it: an unsigned integer. The hash of a text that goes on is `fnv1a(rest, fnv1a(beginning))`.
 */
export function fnv1a(text: string, before = 0x811c9dc5): number {
  let hash = before;
  for (let at = 0; at < text.length; at++) hash = imul(hash ^ text.charCodeAt(at), prime);
  return hash >>> 0;
}

/** A local name: inside a Jest sandbox each look-up of a global is ten times the cost of the hash. */
const { imul } = Math;
const prime = 0x01000193;
