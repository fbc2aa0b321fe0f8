// One fixed locale, so that every machine cuts alike. Scripts without spaces are cut by ICU's dictionaries.
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The words of a text, comparable: NFKC, lower case, straight apostrophes. */
export const wordsOf = (text: string): string[] =>
  [...segmenter.segment(text.normalize('NFKC').toLowerCase().replaceAll('’', "'"))].flatMap(
    ({ segment, isWordLike }) => (isWordLike ? [segment] : []),
  );

/** Is the phrase in the text, word for word? `menu` is in "Menus, please!", not in "menuhin". */
export function hasPhrase(text: readonly string[], phrase: readonly string[]): boolean {
  if (phrase.length === 0) return false;
  return text.some((_, start) => phrase.every((word, offset) => sameWord(text[start + offset], word)));
}

/** Cuts a text before each word; joined, the pieces are the text. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let hasWord = false;
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike && hasWord) {
      pieces.push(piece);
      piece = '';
    }
    hasWord ||= isWordLike === true;
    piece += segment;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

function sameWord(one: string | undefined, other: string): boolean {
  if (one === undefined || one === other) return one === other;
  const forms = singulars(other);
  return singulars(one).some((form) => forms.includes(form));
}

/** The word and what it may be the English plural of: `recipes` of `recipe`, `dishes` of `dish`, `berries` of `berry`. */
function singulars(word: string): string[] {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss')) return [word];
  const forms = [word, word.slice(0, -1)];
  if (word.endsWith('es')) forms.push(word.slice(0, -2));
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`);
  return forms;
}
