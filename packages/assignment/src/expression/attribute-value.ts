import { named } from '../named';
import { Unanswered } from './unanswered';

export interface Attributes {
  readonly [name: string]: unknown;
}

/** JSON → what operators work on (see `operators.ts`); `undefined` where it is not of the type. */
type Reading = (value: any) => unknown;

const typed =
  (type: string): Reading =>
  (value) =>
    typeof value === type ? value : undefined;

const scalars: { readonly [type: string]: Reading } = {
  string: typed('string'),
  int: (value) => (Number.isSafeInteger(value) ? BigInt(value) : undefined),
  double: (value) => (Number.isFinite(value) ? value : undefined),
  bool: typed('boolean'),
  timestamp: (value) => (typeof value === 'string' ? parsedTimestamp(value) : undefined),
};

/**
 * Reads an attribute of a declared type: `string`, `int`, `double`, `bool`, `timestamp`, `list<T>` or `map<string, T>`.
 *
 * @throws Unanswered when it is missing (null is missing too), or not of its type
 */
export function attribute(name: string, type: string): (attributes: Attributes) => unknown {
  const read = readingOf(type);
  const unanswered = (what: string) => new Unanswered(`the attribute ${name} is ${what}`);
  const missing = unanswered('missing');
  const unfit = unanswered(`no ${type}`);
  return (attributes) => {
    if (!isKnown(attributes, name)) throw missing;
    const value = read(attributes[name]);
    if (value === undefined) throw unfit;
    return value;
  };
}

export const isKnown = (attributes: Attributes, name: string): boolean =>
  Object.hasOwn(attributes, name) && attributes[name] != null;

/** ISO-8601 with date, time and zone, of the years 1 to 9999, as CEL's `timestamp()` takes it. */
export function parsedTimestamp(text: string): Date | undefined {
  const date = new Date(text);
  const inRange = +date <= 253_402_300_799_999 && +date >= -62_135_596_800_000;
  return inRange && text.length >= 20 && text.length <= 30 ? date : undefined;
}

function readingOf(type: string): Reading {
  const inner = /^(?:list<|map<string, )(.+)>$/.exec(type)?.[1];
  if (!inner) return named(scalars, type);
  const readOne = readingOf(inner);
  const isList = type.startsWith('list');
  return (value) => {
    if (typeof value !== 'object' || !value || Array.isArray(value) !== isList) return undefined;
    const read = Object.values(value).map(readOne);
    if (read.includes(undefined)) return undefined;
    return isList ? read : new Map(Object.keys(value).map((key, index) => [key, read[index]]));
  };
}
