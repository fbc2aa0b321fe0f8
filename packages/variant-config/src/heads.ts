import type { Reference } from '@trialogue/plugin-api';

/** Releases by kind and key, as a process has them in memory. */
export interface Heads {
  head<Body>(kind: string, key: string): { readonly hash: string; readonly body: Body } | undefined;
}

/** Heads that can be gone through too. */
export interface ListedHeads extends Heads {
  heads<Body>(kind: string): readonly { readonly key: string; readonly body: Body }[];
}

/** A version that a reference names. */
export interface FoundVersion<Body> {
  /** Its lasting name, `name@number`. */
  readonly reference: string;
  /** Of its release. */
  readonly hash: string;
  readonly body: Body;
}

/** Kinds of references that name a version of something published, and the releases that they lead to. */
export const releaseKinds = {
  prompt: { head: 'prompt', version: 'prompt_version' },
  model: { head: 'policy', version: 'policy_version' },
  flow: { head: 'flow', version: 'flow_version' },
} as const satisfies { readonly [kind in Reference]?: { readonly head: string; readonly version: string } };

export type VersionedKind = keyof typeof releaseKinds;

interface Versions {
  readonly name: string;
  /** Version number → hash. */
  readonly versions: { readonly [number: string]: string };
}

/** The version of a number. */
export function numberedVersion<Body>(
  heads: Heads,
  kind: VersionedKind,
  name: string,
  number: number,
): FoundVersion<Body> | undefined {
  const reference = `${name}@${number}`;
  const version = heads.head<Body>(releaseKinds[kind].version, reference);
  return version && { reference, hash: version.hash, body: version.body };
}

/** The active version with the highest number. */
export function newestActive<Body extends { readonly status: string }>(
  heads: Heads,
  kind: VersionedKind,
  { name, versions }: Versions,
): FoundVersion<Body> | undefined {
  return numbersOf(versions)
    .reverse()
    .map((number) => numberedVersion<Body>(heads, kind, name, number))
    .find((version) => version?.body.status === 'ACTIVE');
}

/** In ascending order. */
export const numbersOf = (versions: Versions['versions']): number[] =>
  Object.keys(versions)
    .map(Number)
    .sort((one, other) => one - other);
