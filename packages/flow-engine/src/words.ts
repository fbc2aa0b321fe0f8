/** A text without marks that cannot be seen (zero width, direction), which are no part of a number, an option or an address. */
export const visible = (text: string): string => text.replace(/\p{Cf}+/gu, '');

/** The words of a text, in lower case, without punctuation and without differences of form. */
export const wordsOf = (text: string): string[] =>
  visible(text)
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);

const setOf = (words: string) => new Set(words.split(' '));

/** Words that take back, soften or ask about what stands beside them (`t` of `don't`, `n` of `n'est`). */
const doubts = setOf(
  [
    'not no nope nah never none neither nor t cannot cant dont isnt without except but instead than unless if or maybe perhaps probably both what why how which who hate dislike avoid allergic anymore used',
    'nicht nein nee nie kein keine keinen keiner ohne außer aber statt sondern als wenn oder vielleicht beide warum wie welche welcher welches hasse allergisch',
    'ne n pas non jamais aucun aucune sans sauf mais si ou peut pourquoi quel quelle quels quelles déteste allergique',
    'ni nunca ningún ninguna ninguno sin excepto pero salvo quizás quizá porqué cuál qué cómo ambos odio alérgico alérgica',
  ].join(' '),
);

/** Whether a sentence says what it names, as far as its words tell: it neither denies it nor asks. */
export const asserts = (sentence: string, words: readonly string[]): boolean =>
  !/[?？؟](?:\s|$)|¿/u.test(sentence) && !words.some((word) => doubts.has(word));

/** Words that are said beside an answer and mean nothing for it. */
const courtesy =
  /[\s,.!]+(?:please|thanks|thank you|bitte|danke|merci|por favor|gracias|s['’]il (?:vous|te) pla[iî]t)[.!]?$/iu;

/** A text without `please` or `thanks` at its end, in a few languages. */
export const withoutCourtesy = (text: string): string => text.slice(0, -40) + text.slice(-40).replace(courtesy, '');

/** A text without white space and marks that cannot be seen around it. */
export const trimmed = (text: string): string => /[^\s\p{Cf}](?:.*[^\s\p{Cf}])?/su.exec(text)?.[0] ?? '';
