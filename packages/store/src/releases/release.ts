/** Something published: an immutable body and what it refers to. */
export interface Release<Body = any> {
  /** SHA-256 of the canonical JSON of `{ kind, schema, body }`, in hexadecimal. */
  readonly hash: string;
  readonly kind: string;
  readonly key: string;
  /** Frozen, all the way down. */
  readonly body: Body;
  /** Hashes of the releases that the body refers to. */
  readonly refs: readonly string[];
}

/** A release as it is stored: the body as the text that was hashed. */
export interface StoredRelease {
  readonly hash: string;
  readonly kind: string;
  readonly key: string;
  readonly schema: number;
  readonly body: string;
  readonly refs: readonly string[];
}

/** Where a head points; `hash` null means that it was withdrawn. */
export interface Head {
  readonly kind: string;
  readonly key: string;
  readonly hash: string | null;
  readonly rev: number;
  /** Milliseconds since 1970, by the database's clock; absent in a snapshot of an older release of the product. */
  readonly movedAt?: number;
}

export function parseRelease({ hash, kind, key, body, refs }: StoredRelease): Release {
  return Object.freeze({ hash, kind, key, body: deepFreeze(JSON.parse(body)), refs: Object.freeze([...refs]) });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
