import type { JsonObject } from '@trialogue/plugin-api';
import { formats } from './flow-schema';
import { limits } from './limits';
import { readDates, readTimes } from './read-date';
import { invalid, noMatch, type Reading } from './reading';
import { valueProblem } from './slot-value';
import { asserts, trimmed, visible, wordsOf } from './words';

/** What a word looks like that is meant as a value of this format, whether it is right or not. */
const shapes: { readonly [format: string]: RegExp } = {
  email: /@/,
  hostname: /^[^@/:]+\.[a-z]{2,}$/i,
  ipv4: /^\d{1,3}(?:\.\d{1,3}){3}$/,
  ipv6: /^[\da-f]*:[\da-f]*:[\da-f:.]*$/i,
  uri: /^[a-z][a-z\d+.-]{1,20}:\/\//i,
  uuid: /^[\da-f]{8}-[\da-f-]+$/i,
  'date-time': /^\d{4}-\d{2}-\d{2}t/i,
};

const ofFormat: { readonly [format: string]: JsonObject } = Object.fromEntries(
  formats.map((format) => [format, { type: 'string', format }]),
);

const ofTime = new Set(['date', 'time', 'date-time']);

/** Words beside a day or a time that mean another one. */
const relating = new Set(
  [
    'before after until till between since later earlier week weeks days months years',
    'vor nach bis zwischen seit später früher woche wochen tage tagen monate',
    'avant après jusqu entre depuis semaine semaines jours mois',
    'antes después hasta desde semana semanas días meses',
  ]
    .join(' ')
    .split(' '),
);

/**
 * A text for a slot of texts. One with a `format` is also found in a sentence, when it is the only one there; of a slot
 * with a `pattern`, the only word with a digit in it that the pattern matches.
 */
export function readText(schema: JsonObject, text: string): Reading<string> {
  const said = trimmed(text).normalize('NFC');
  if (said === '') return noMatch('Please answer with a text.');
  if (said.includes('\0') || !said.isWellFormed()) return invalid('That text has characters that cannot be kept.');
  if (said.length > limits.value) return invalid(`Please keep it below ${limits.value} characters.`);
  if (typeof schema.format === 'string') return readFormat(schema.format, said);
  if (typeof schema.pattern !== 'string' || valueProblem(schema, said) === undefined) return { value: said };
  const words = trimmedWords(said);
  if (words.length < 2) return { value: said };
  const fitting = words.filter((word) => /\d/.test(word) && valueProblem(schema, word) === undefined);
  const [only, ...others] = new Set(fitting);
  if (only !== undefined && others.length === 0 && asserts(said, wordsOf(said))) return { value: only };
  return noMatch(valueProblem(schema, said)!);
}

function readFormat(format: string, said: string): Reading<string> {
  const schema = ofFormat[format]!;
  const problem = valueProblem(schema, said);
  if (problem === undefined) return { value: said };
  const words = wordsOf(said);
  const isOther = ofTime.has(format) && words.some((word) => relating.has(word));
  if (isOther || !asserts(said, words)) return noMatch(problem);
  const [only, ...others] = new Set(trimmedWords(visible(said)).filter((word) => shapes[format]?.test(word)));
  if (others.length > 0) return noMatch(problem);
  if (only !== undefined) return valueProblem(schema, only) === undefined ? { value: only } : invalid(problem);
  if (format === 'date') return readDay(said, problem);
  if (format === 'time') return onlyOne(readTimes(said), problem);
  return format === 'date-time' ? readMoment(said, problem) : noMatch(problem);
}

/** The one day that a sentence names; no other number may stand beside it. */
function readDay(said: string, problem: string): Reading<string> {
  const { dates, either, impossible, rest } = readDates(said);
  if (either !== undefined) {
    const [written, one, other] = either;
    return noMatch(`${written} could mean ${one} or ${other}: please write it like ${one}.`);
  }
  if (impossible) return (dates.length === 0 ? invalid : noMatch)(problem);
  const beside = rest.replace(/\d{1,2}:\d{2}/g, '');
  return dates.length === 1 && !/\d/.test(beside) ? { value: dates[0]! } : noMatch(problem);
}

/** A day and a time with a zone. */
function readMoment(said: string, problem: string): Reading<string> {
  const { times, rest } = readTimes(said);
  const day = readDay(rest, problem);
  if (!('value' in day)) return day;
  const time = onlyOne({ times, rest: '' }, problem);
  return 'value' in time && !/\d:\d/.test(rest) ? { value: `${day.value}T${time.value}` } : noMatch(problem);
}

function onlyOne({ times, rest }: ReturnType<typeof readTimes>, problem: string): Reading<string> {
  if (times.length !== 1 || /\d/.test(rest)) return noMatch(problem);
  const value = times[0]!;
  return valueProblem(ofFormat.time!, value) === undefined ? { value } : invalid(problem);
}

/** The words of a text without the punctuation around them. */
const trimmedWords = (text: string): string[] =>
  text
    .split(/\s+/u)
    .map((word) => word.replace(/^[([{<"'«„“‚‘¿¡*]+|[)\]}>"'».,;:!?…*”“’‘]+$/gu, '').replace(/^mailto:/i, ''))
    .filter(Boolean);
