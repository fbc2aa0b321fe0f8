import { charactersOf } from '../characters';

/** Python has it so: a sigma at the end of a word has a form of its own, as JavaScript has it as well. */
export const lowered = (self: string): string => self.toLowerCase();

export function capitalized(self: string): string {
  const [first = '', ...rest] = charactersOf(self);
  return titleCased(first) + rest.join('').toLowerCase();
}

/** Where a character becomes two, only the first of them is a capital. */
function titleCased(one: string): string {
  const [first = '', ...rest] = charactersOf(one.toUpperCase());
  return first + rest.join('').toLowerCase();
}

export function swapped(self: string): string {
  // A capital sigma is another small letter where its word ends, which only the whole text tells.
  const small = self.includes('Σ') ? self.toLowerCase() : '';
  const isAligned = small.length === self.length;
  let at = 0;
  let text = '';
  for (const one of charactersOf(self)) {
    if (one === 'Σ' && isAligned) text += small[at]!;
    else text += one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase();
    at += one.length;
  }
  return text;
}

/** For comparing without case. A small i without its dot keeps being none. */
export const folded = (self: string): string =>
  self
    .split('ı')
    .map((part) => part.toUpperCase().toLowerCase())
    .join('ı')
    .replaceAll('ς', 'σ');

export const isLower = (self: string): boolean => /\p{Lowercase}/u.test(self) && !/[\p{Uppercase}\p{Lt}]/u.test(self);
export const isUpper = (self: string): boolean => /\p{Uppercase}/u.test(self) && !/[\p{Lowercase}\p{Lt}]/u.test(self);

export function isTitle(self: string): boolean {
  let isInWord = false;
  let found = false;
  for (const one of self) {
    const isBig = /[\p{Uppercase}\p{Lt}]/u.test(one);
    const isSmall = /\p{Lowercase}/u.test(one);
    if ((isBig && isInWord) || (isSmall && !isInWord)) return false;
    isInWord = isBig || isSmall;
    found ||= isInWord;
  }
  return found;
}
