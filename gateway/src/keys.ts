import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { SetupError } from '@trialogue/errors';
import type { Scope } from '@trialogue/subgraph';

/** An API key as it is configured: never the key itself. */
export interface ApiKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the key. */
  readonly hash: Uint8Array;
}

const knownScopes: Record<Scope, true> = {
  read: true,
  assign: true,
  prompts: true,
  converse: true,
  agent: true,
  track: true,
  edit: true,
  admin: true,
};
const form =
  'An entry is NAME:SCOPE+SCOPE:SHA256HEX, entries are separated by commas; `npx trialogue keys create` writes one.';
const reserved = ['local', 'anonymous'];

/** Reads the configured keys (`TRIALOGUE_KEYS`). Throws a SetupError that never contains the text. */
export function parseKeys(text: string): ApiKey[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const keys = entries.filter((entry) => entry !== '').map(parseEntry);
  const twice = keys.find(({ name }, index) => keys.findIndex((key) => key.name === name) !== index);
  if (twice) throw new SetupError(`Two keys are called ${twice.name}.`, 'Give each key a name of its own.');
  return keys;
}

function parseEntry(entry: string, index: number): ApiKey {
  const [name = '', scopeList = '', hash = '', ...rest] = entry.split(':');
  const place = `Key ${index + 1}`;
  if (rest.length > 0 || !isName(name)) throw new SetupError(`${place} has no valid name.`, form);
  if (!/^[0-9a-f]{64}$/i.test(hash)) throw new SetupError(`${place} (${name}) has no SHA-256.`, form);
  return {
    name,
    scopes: scopeList.split('+').map((scope) => asScope(scope, name)),
    hash: new Uint8Array(Buffer.from(hash, 'hex')),
  };
}

/** A new key, to be shown once, and the entry to configure. Throws a SetupError for a name or scope that cannot be. */
export function makeKey(name: string, scopes: readonly string[]): { key: string; entry: string } {
  if (!isName(name)) throw new SetupError(`A key cannot be called ${name}.`, 'Use letters, digits, `.`, `_` and `-`.');
  const valid = scopes.map((scope) => asScope(scope, name));
  const key = `tri_${randomBytes(32).toString('base64url')}`;
  return { key, entry: `${name}:${valid.join('+')}:${hashOf(key).toString('hex')}` };
}

/** The configured key with this text. Compares with every one in constant time. */
export function findKey(keys: readonly ApiKey[], text: string): ApiKey | undefined {
  const hash = new Uint8Array(hashOf(text));
  let found: ApiKey | undefined;
  for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key;
  return found;
}

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

const isName = (name: string): boolean => /^[\w.-]{1,64}$/.test(name) && !reserved.includes(name);

function asScope(scope: string, name: string): Scope {
  if (Object.hasOwn(knownScopes, scope)) return scope as Scope;
  throw new SetupError(
    `Key ${name} has an unknown scope: ${scope}.`,
    `Scopes are ${Object.keys(knownScopes).join(', ')}.`,
  );
}
