import { invalid, noMatch, type Reading } from './reading';
import { asserts, visible, withoutCourtesy, wordsOf } from './words';

const currency = '[€$£¥]';
const form = new RegExp(
  `^${currency}?\\s*(?<sign>[-+])?\\s*${currency}?\\s*(?<digits>\\d(?:[\\d.,'’_\\u0020]*\\d)?|[.,]\\d+)\\s*(?:%|${currency})?(?<behind>(?:\\s+[^\\d\\s]+){0,3})[.!]?$`,
  'u',
);

/** Words before a number that leave it as it is: `we are 4`, `es sind 4`. */
const leading = new RegExp(
  `^(?:(?:${[
    "it's it is that's there are we we're i i'm am will be for just only exactly have got need want would_like i'd_like make my a",
    'es sind ist wir ich bin für nur genau habe haben brauche brauchen',
    "c'est nous sommes je suis on est il y pour juste seulement exactement j'ai ai avons",
    'son somos soy tengo tenemos para solo sólo hay exactamente',
  ]
    .join(' ')
    .replaceAll(' ', '|')
    .replaceAll('_', ' ')})[ ,:]+){1,6}`,
  'iu',
);

/** Words behind a number that make it another one. */
const changing = new Set(
  [
    'and to half quarter dozen dozens hundred thousand million millions billion k more less most least plus minus point',
    'und bis halb halbe viertel dutzend hundert tausend million millionen mio milliarden mrd mehr weniger mindestens höchstens komma',
    'et à demi demie quart douzaine cent mille million millions milliard plus moins virgule',
    'y o u a medio media docena cien ciento mil millón millones más menos coma',
  ]
    .join(' ')
    .split(' '),
);

/** From 0 to 12, in English, German, French and Spanish. `once`, `null` and the like mean something else as well. */
const named = new Map(
  [
    'zero zéro cero',
    'one eins un une uno una',
    'two zwei deux dos',
    'three drei trois tres',
    'four vier quatre cuatro',
    'five fünf cinq cinco',
    'six sechs seis',
    'seven sieben sept siete',
    'eight acht huit ocho',
    'nine neun neuf nueve',
    'ten zehn dix diez',
    'eleven elf onze',
    'twelve zwölf douze doce',
  ].flatMap((words, value) => words.split(' ').map((word) => [word, value] as const)),
);

/**
 * Reads the one number of a text such as `4`, `-2.5`, `€ 1,250.00`, `1 250,5`, `30 years old`, `we are 4` or `four`. The
 * last of two kinds of separators is the decimal one. `1.250` could be both: it is read for a whole number, and refused
 * for another.
 */
export function readNumber(text: string, whole: boolean): Reading<number> {
  const plain = visible(text)
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .replace(/[−–]/gu, '-')
    .replaceAll('’', "'")
    .trim();
  const said = withoutCourtesy(plain);
  const { sign, digits, behind = '' } = (form.exec(said) ?? form.exec(said.replace(leading, '')))?.groups ?? {};
  if (digits === undefined) return readNamed(said, whole);
  if (!leaves(behind)) return noMatch(whole ? wholeExpected : numberExpected);
  const found = readingsOf(digits);
  const readings = found.filter((value) => !whole || Number.isInteger(value));
  if (readings.length > 1) {
    const [some, other] = readings;
    return noMatch(`${digits} could mean ${some} or ${other}: please write it without separators of thousands.`);
  }
  const value = readings[0];
  if (value === undefined && whole) return (found.length > 0 ? invalid : noMatch)(wholeExpected);
  if (value === undefined) return noMatch(`${digits} is not a number that can be read.`);
  const signed = sign === '-' && value !== 0 ? -value : value;
  if (!Number.isFinite(signed) || (Number.isInteger(signed) && !Number.isSafeInteger(signed)))
    return invalid('That number is too large.');
  return { value: signed };
}

const wholeExpected = 'Please give a whole number, such as 12.';
const numberExpected = 'Please give a number, such as 12 or 3.5.';

/** A number that is a word. `one moment` has none: `one` is a number only at the end. */
function readNamed(said: string, whole: boolean): Reading<number> {
  const [first = '', ...behind] = wordsOf(said.slice(0, 200).replace(leading, ''));
  const value = named.get(first.normalize('NFC'));
  const isMeant = value !== undefined && behind.length <= (value === 1 ? 0 : 3) && said.length <= 200;
  if (isMeant && leaves(behind.join(' '))) return { value };
  return noMatch(whole ? wholeExpected : numberExpected);
}

/** Whether what stands behind a number leaves it as it is. */
function leaves(behind: string): boolean {
  const words = wordsOf(behind);
  return asserts(behind, words) && !words.some((word) => changing.has(word) || named.has(word));
}

/** What the digits can mean: nothing, one number, or two. */
function readingsOf(digits: string): number[] {
  const separators = [...new Set(digits.replace(/\d/g, ''))];
  const marks = separators.filter((mark) => mark === '.' || mark === ',');
  const spaces = separators.filter((mark) => mark !== '.' && mark !== ',');
  if (spaces.length > 1 || (spaces.length === 1 && marks.length === 2)) return [];
  const [space] = spaces;
  if (marks.length === 2) {
    const decimal = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
    return parts(digits, decimal === '.' ? ',' : '.', decimal);
  }
  const [mark] = marks;
  if (mark === undefined) return parts(digits, space, undefined);
  if (space !== undefined) return parts(digits, space, mark);
  return [...new Set([...parts(digits, undefined, mark), ...parts(digits, mark, undefined)])];
}

/** Reads digits with these separators, if they fit: one decimal one at most, and thousands in threes. */
function parts(digits: string, thousands: string | undefined, decimal: string | undefined): number[] {
  const [whole = '', fraction, ...more] = decimal === undefined ? [digits] : digits.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return [];
  const groups = thousands === undefined ? [whole] : whole.split(thousands);
  const [first = '', ...others] = groups;
  const fits =
    others.length === 0
      ? /^\d*$/.test(first)
      : /^[1-9]\d{0,2}$/.test(first) && others.every((group) => /^\d{3}$/.test(group));
  return fits ? [Number(`${groups.join('') || '0'}.${fraction ?? '0'}`)] : [];
}
