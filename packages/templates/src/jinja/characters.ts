/** A surrogate: half of a character beyond the first 65,536. */
const astral = /[\ud800-\udfff]/;
/** As Python counts them: code points. */
export const charactersOf = (text: string): string[] => (astral.test(text) ? Array.from(text) : text.split(''));

export function lengthOf(text: string): number {
  let length = text.length;
  if (astral.test(text))
    for (let at = 1; at < text.length; at++)
      if ((text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800) length--;
  return length;
}

/** A part of a text, counted in code points. */
export const partOf = (text: string, from: number, to?: number): string =>
  astral.test(text) ? Array.from(text).slice(from, to).join('') : text.slice(from, to);
