import { Unanswered } from './unanswered';

/** Type of a declared attribute: `string`, `int`, `double`, `bool`, `timestamp`, `list<T>` or `map<string, T>`. */
export type AttributeType = string;

/** JSON → what operators work on (see `operators.ts`); `undefined` where it is not of the type. */
type Reading = (value: unknown) => unknown;

const scalars: { readonly [type: string]: Reading } = {
  string: (value) => (typeof value === 'string' ? value : undefined),
  int: (value) => (Number.isSafeInteger(value) ? BigInt(value as number) : undefined),
  double: (value) => (Number.isFinite(value) ? value : undefined),
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  timestamp: (value) => (typeof value === 'string' ? parsedTimestamp(value) : undefined),
};

/** The names of the types that hold no others. */
export const scalarTypes: readonly string[] = Object.keys(scalars);

/** @throws Error for a type that no publisher lets through. */
export function readingOf(type: AttributeType): Reading {
  const [, collection, inner] = /^(list<|map<string, )(.+)>$/.exec(type) ?? [];
  if (collection === undefined) {
    const reading = Object.hasOwn(scalars, type) ? scalars[type] : undefined;
    if (reading === undefined) throw new Error(`There is no type ${type} of attributes`);
    return reading;
  }
  const readOne = readingOf(inner!);
  return collection === 'list<' ? (value) => readList(value, readOne) : (value) => readMap(value, readOne);
}

/** @throws Unanswered when the attribute is missing (null is missing too), or not of its type. */
export function attribute(name: string, type: AttributeType): (attributes: Attributes) => unknown {
  const read = readingOf(type);
  const missing = new Unanswered(`the attribute ${name} is missing`);
  const unfit = new Unanswered(`the attribute ${name} is no ${type}`);
  return (attributes) => {
    if (!isKnown(attributes, name)) throw missing;
    const value = read(attributes[name]);
    if (value === undefined) throw unfit;
    return value;
  };
}

export interface Attributes {
  readonly [name: string]: unknown;
}

export const isKnown = (attributes: Attributes, name: string): boolean =>
  Object.hasOwn(attributes, name) && attributes[name] !== null && attributes[name] !== undefined;

/** ISO-8601 with date, time and zone, of the years 1 to 9999, as CEL's `timestamp()` takes it. */
export function parsedTimestamp(text: string): Date | undefined {
  if (text.length < 20 || text.length > 30) return undefined;
  const date = new Date(text);
  return date.getTime() <= 253_402_300_799_999 && date.getTime() >= -62_135_596_800_000 ? date : undefined;
}

function readList(value: unknown, readOne: Reading): unknown {
  if (!Array.isArray(value)) return undefined;
  const items = value.map(readOne);
  return items.includes(undefined) ? undefined : items;
}

function readMap(value: unknown, readOne: Reading): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).map(([key, one]) => [key, readOne(one)] as const);
  return entries.some(([, one]) => one === undefined) ? undefined : new Map(entries);
}
