/** What Python takes for space; JavaScript takes a byte order mark for one, and some separators not. */
const set = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const one = new RegExp(`[${set}]`);

/** The pattern, whose `\s`, in brackets each, means what it means in Python. */
export const spaced = (pattern: RegExp): RegExp => new RegExp(pattern.source.replaceAll('\\s', set), pattern.flags);

const words = spaced(/[\s]+/);

/** The text without the space at its ends. */
export function trimmed(text: string, left = true, right = true): string {
  let from = 0;
  let to = text.length;
  if (left) while (from < to && one.test(text[from]!)) from++;
  if (right) while (to > from && one.test(text[to - 1]!)) to--;
  return text.slice(from, to);
}

export const wordsOf = (text: string): string[] => text.split(words).filter(Boolean);
