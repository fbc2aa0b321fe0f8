/** A number that a text says, or why it says none. */
export type NumberReading = { readonly value: number } | { readonly problem: string };

const currency = '[€$£¥]';
const form = new RegExp(
  `^${currency}?\\s*(?<sign>[-+])?\\s*${currency}?\\s*(?<digits>\\d(?:[\\d.,'’_\\u0020]*\\d)?|[.,]\\d+)\\s*(?:%|${currency})?(?:\\s+[^\\d\\s]+){0,3}[.!]?$`,
  'u',
);

/**
 * Reads the one number of a text such as `4`, `-2.5`, `€ 1,250.00`, `1 250,5` or `30 years old`. The last of two kinds
 * of separators is the decimal one. `1.250` could be both: it is read for a whole number, and refused for another.
 */
export function readNumber(text: string, whole: boolean): NumberReading {
  const plain = text.normalize('NFKC').replace(/\s+/gu, ' ').replace(/[−–]/gu, '-').trim();
  const { sign, digits } = form.exec(plain)?.groups ?? {};
  if (digits === undefined) return { problem: whole ? wholeExpected : 'Please give a number, such as 12 or 3.5.' };
  const readings = readingsOf(digits).filter((value) => !whole || Number.isInteger(value));
  if (readings.length > 1) {
    const [some, other] = readings;
    return { problem: `${digits} could mean ${some} or ${other}: please write it without separators of thousands.` };
  }
  const value = readings[0];
  if (value === undefined) return { problem: whole ? wholeExpected : `${digits} is not a number that can be read.` };
  const signed = sign === '-' && value !== 0 ? -value : value;
  if (!Number.isFinite(signed) || (Number.isInteger(signed) && !Number.isSafeInteger(signed)))
    return { problem: 'That number is too large.' };
  return { value: signed };
}

const wholeExpected = 'Please give a whole number, such as 12.';

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
