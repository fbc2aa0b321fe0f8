import type { Json } from '@trialogue/plugin-api';
import { readNumber } from './read-number';
import { noMatch, type Reading } from './reading';
import { asserts, trimmed, visible, withoutCourtesy, wordsOf } from './words';

/** Words of the longest sentence in which an option is looked for. */
const mostWords = 40;

/**
 * An option by its words, ignoring case and punctuation, or by its number in the list; or the only one that a sentence
 * names without denying or asking.
 */
export function readOption(options: readonly Json[], text: string): Reading {
  const said = visible(text).trim();
  const exact = options.find((option) => [said, trimmed(text)].includes(String(option)));
  if (exact !== undefined) return { value: exact };
  const key = wordsOf(said).join(' ');
  const named = options.filter(
    (option) => typeof option === 'string' && key !== '' && wordsOf(option).join(' ') === key,
  );
  if (named.length === 1) return { value: named[0]! };
  const number =
    /^(?:the )?(?:#|option |number |nummer |num[eé]ro |n[uú]mero |opci[oó]n |no\. ?|nr\. ?)?(\d{1,3})[.)]?$/iu.exec(
      withoutCourtesy(said),
    )?.[1];
  const numbered = number === undefined ? undefined : options[Number(number) - 1];
  if (numbered !== undefined && named.length === 0) return { value: numbered };
  const inside = named.length === 0 ? (amongNumbers(options, said) ?? insideOf(options, said)) : undefined;
  if (inside !== undefined) return { value: inside };
  const list = options.map((option, index) => `${index + 1}) ${option}`).join(', ');
  return noMatch(`Please choose one of ${list}.`);
}

/** Options that are numbers are read as numbers: `5 people`. */
function amongNumbers(options: readonly Json[], said: string): Json | undefined {
  if (!options.every((option) => typeof option === 'number')) return undefined;
  const reading = readNumber(said, options.every(Number.isInteger));
  return 'value' in reading ? options.find((option) => option === reading.value) : undefined;
}

/** The only option whose words stand in a sentence. One that stands inside of a longer one is not named by it. */
function insideOf(options: readonly Json[], said: string): Json | undefined {
  const words = wordsOf(said.slice(0, 1_000));
  if (words.length > mostWords || said.length > 1_000) return undefined;
  const found = options.flatMap((option) => (typeof option === 'string' ? placesIn(words, option) : []));
  const outer = found.filter(
    (place) =>
      !found.some((other) => other.length > place.length && other.at <= place.at && endOf(other) >= endOf(place)),
  );
  const [only, ...others] = new Set(outer.map(({ option }) => option));
  if (only === undefined || others.length > 0) return undefined;
  const beside = words.filter((_, index) => !outer.some((place) => place.at <= index && index < endOf(place)));
  return asserts(said, beside) ? only : undefined;
}

interface Place {
  readonly option: string;
  /** Index of its first word. */
  readonly at: number;
  /** In words. */
  readonly length: number;
}

const endOf = ({ at, length }: Place) => at + length;

/** Where an option's words stand. Options of one or two letters are words of other sentences as well. */
function placesIn(words: readonly string[], option: string): Place[] {
  const searched = wordsOf(option);
  if (searched.join('').length < 3 || searched.length > words.length) return [];
  return words.flatMap((_, at) =>
    searched.every((word, index) => words[at + index] === word) ? [{ option, at, length: searched.length }] : [],
  );
}
