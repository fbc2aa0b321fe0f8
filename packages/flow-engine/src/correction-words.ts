import type { Problem } from '@trialogue/errors';
import { shown } from '@trialogue/variant-config';
import type { FlowDefinition } from './definition';
import { trimmed, visible } from './words';

/**
 * What begins a correction, in English, German, French and Spanish. Where one has `…`, what is corrected stands there.
 * Case and accents make no difference.
 */
export const usualCorrectionWords: readonly string[] = [
  ...['I meant', 'I mean', 'I meant to say', 'actually', 'correction', 'make that', 'change … to'],
  ...['ich meinte', 'ich meine', 'ich wollte sagen', 'eigentlich', 'Korrektur', 'ändere … in', 'ändere … auf'],
  ...['je voulais dire', 'en fait', 'plutôt', 'correction', 'change … en', 'remplace … par'],
  ...['quise decir', 'quería decir', 'en realidad', 'mejor dicho', 'corrección', 'cambia … a', 'cambia … por'],
];

/** What may stand before it: “no, sorry, I meant 42”. */
const openings = new Set(
  'no oh oops sorry wait well please nein ach halt moment entschuldigung bitte non pardon attends perdon perdona espera'.split(
    ' ',
  ),
);
const most = { openings: 3, between: 6, words: 24, text: 1_000 };

/** A text that says to correct something. */
export interface SaidCorrection {
  /** The value, as it was said. */
  readonly value: string;
  /** What is corrected, where the words have a place for it. */
  readonly what?: string;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Reads texts that begin with some words of correction, of which the longest counts. */
export function correctionReader(words: readonly string[]): (text: string) => SaidCorrection | undefined {
  const markers = words.map(partsOf).sort((one, other) => other.flat().length - one.flat().length);
  return (said) => {
    if (said.length > most.text) return undefined;
    const text = trimmed(visible(said));
    const found = wordsIn(text);
    const first = found.findIndex((word, index) => index >= most.openings || !openings.has(word.text));
    for (let from = first; from >= 0; from -= 1)
      for (const [before = [], behind] of markers) {
        const correction = matches(found, from, before) && read(text, found, from + before.length, behind);
        if (correction) return correction;
      }
    return undefined;
  };
}

/** What is wrong with how a flow says that corrections are done. */
export function correctionProblems(correction: FlowDefinition['correction'] | true): Problem[] {
  const path = ['correction'];
  const expected = '`false`, or an object with `words` or `say`';
  if (correction === true)
    return [{ path, message: `found true; expected ${expected}; they are done without it`, found: 'true', expected }];
  const all = correction === false ? [] : (correction?.words ?? []);
  return all.flatMap((words, index): Problem[] => {
    const parts = partsOf(words);
    if (parts.length <= 2 && parts.every(({ length }) => length > 0)) return [];
    const message = `found ${shown(words)}; expected words, or words on both sides of a \`…\``;
    return [{ path: [...path, 'words', index], message }];
  });
}

/** The words before and behind a `…`. */
const partsOf = (marker: string): string[][] =>
  marker.split(/…|\.{3}/u).map((part) => wordsIn(part).map(({ text }) => text));

/** What stands behind a marker, of which the second part may come some words later. */
function read(
  text: string,
  words: readonly Word[],
  from: number,
  second?: readonly string[],
): SaidCorrection | undefined {
  if (second === undefined) return behind(text, words[from - 1]!);
  for (let at = from + 1; at <= Math.min(from + most.between, words.length - second.length); at += 1)
    if (matches(words, at, second)) {
      const rest = behind(text, words[at + second.length - 1]!);
      return rest && { ...rest, what: text.slice(words[from]!.start, words[at - 1]!.end) };
    }
  return undefined;
}

function behind(text: string, { end }: Word): SaidCorrection | undefined {
  const value = text.slice(end).replace(/^[\s,:;!.–—]+/u, '');
  return value === '' ? undefined : { value };
}

const matches = (words: readonly Word[], from: number, marker: readonly string[]): boolean =>
  marker.every((word, index) => words[from + index]?.text === word);

/** The first words of a text: in lower case, without accents. */
function wordsIn(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu)) {
    const folded = word
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replace('’', "'")
      .toLowerCase();
    words.push({ text: folded, start: index, end: index + word.length });
    if (words.length === most.words) break;
  }
  return words;
}
