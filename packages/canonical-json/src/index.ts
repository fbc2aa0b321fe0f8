import { createHash } from 'node:crypto';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The canonical text of a JSON value (RFC 8785, JSON Canonicalization Scheme): keys sorted by UTF-16 code units, numbers
 * as ECMAScript prints them, no white space. Members that are `undefined` are left out.
 *
 * @throws TypeError for what has no canonical form or would not survive a round trip: NaN, infinities, integers past
 * 2^53 - 1, lone surrogates, functions, symbols, bigints, class instances.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$');
}

/** SHA-256, in lower-case hexadecimal, of the value's canonical JSON in UTF-8. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value, path);
  if (typeof value === 'string') return writeString(value, path);
  if (Array.isArray(value)) return `[${value.map((item, index) => write(item, `${path}[${index}]`)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${writeString(key, path)}:${write(member, `${path}.${key}`)}`).join(',')}}`;
  }
  throw new TypeError(`${path}: ${typeof value} has no canonical JSON`);
}

function writeNumber(value: number, path: string): string {
  if (!Number.isFinite(value)) throw new TypeError(`${path}: ${value} is not a JSON number`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new TypeError(`${path}: ${value} is past 2^53 - 1 and cannot be kept exactly; write it as a string`);
  return JSON.stringify(value);
}

function writeString(value: string, path: string): string {
  if (!value.isWellFormed()) throw new TypeError(`${path}: a lone surrogate is not Unicode text`);
  return JSON.stringify(value);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
