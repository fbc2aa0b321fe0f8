import { canonicalJson, type Json } from '@trialogue/canonical-json';

/** One value that is different. Null where there was, or is, nothing. */
export interface Difference {
  /** Keys from the entry's root, joined with dots. Items of a list go by their key, number, name or label. */
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
}

type Members = ReadonlyMap<string, Json | undefined>;

/** Members that items of a list are told apart by. */
const identities = ['key', 'number', 'name', 'label'] as const;

/** Every value that differs between two states of the same thing, as deep as both have members. */
export function differencesOf(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[] = [],
): Difference[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  const [one, other] = membersOf(before, after);
  if (!one || !other) return [{ path: path.join('.'), before: before ?? null, after: after ?? null }];
  const inner = [...new Set([...one.keys(), ...other.keys()])].flatMap((key) =>
    differencesOf(one.get(key), other.get(key), [...path, key]),
  );
  return Array.isArray(after) ? [...orderOf(one, other, path), ...inner] : inner;
}

/** The items that were there before, in another order. */
function orderOf(one: Members, other: Members, path: readonly string[]): Difference[] {
  const before = [...one.keys()].filter((key) => other.has(key));
  const after = [...other.keys()].filter((key) => one.has(key));
  return before.join('\n') === after.join('\n') ? [] : [{ path: path.join('.'), before, after }];
}

/** The members of both by name, when both have such; nothing counts as a list of none. */
function membersOf(before: Json | undefined, after: Json | undefined): readonly [Members?, Members?] {
  if (isObject(before) && isObject(after)) return [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const [one, other] = [before ?? [], after ?? []];
  if (!Array.isArray(one) || !Array.isArray(other)) return [];
  const identity = identities.find((name) => isTold(one, name) && isTold(other, name));
  if (identity === undefined) return [];
  const byIdentity = (items: readonly Json[]): Members => new Map(items.map((item) => [nameOf(item, identity)!, item]));
  return [byIdentity(one), byIdentity(other)];
}

const isTold = (items: readonly Json[], identity: string): boolean => {
  const names = items.map((item) => nameOf(item, identity));
  return !names.includes(undefined) && new Set(names).size === names.length;
};

function nameOf(item: Json | undefined, identity: string): string | undefined {
  const name = isObject(item) ? item[identity] : undefined;
  return typeof name === 'string' || typeof name === 'number' ? String(name) : undefined;
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
