import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../apply/outcome';
/** Something of a running product, whole. */
export interface RegistryEntry {
  readonly name: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, number>>;
  /** In the order of their numbers. */
  readonly versions: readonly RegistryVersion[];
}

export interface RegistryVersion {
  readonly number: number;
  /** As a path from a project's folder; null: the graph made it. */
  readonly file: string | null;
  /** All that it says, as the mutation takes it. */
  readonly content: { readonly [member: string]: unknown };
}

/** What the files here say of an entry, as the mutation takes it. */
export interface LocalEntry {
  readonly name?: string;
  readonly key?: string;
  readonly description: string;
  readonly versions: readonly { readonly number: number; readonly [member: string]: unknown }[];
  readonly labels?: readonly { readonly label: string; readonly version: number }[];
}

/** One value that the files are to say as the product does. */
export type Write =
  | { readonly kind: 'entry'; readonly path: ''; readonly entry: RegistryEntry }
  | { readonly kind: 'version'; readonly path: string; readonly version: RegistryVersion }
  | { readonly kind: 'description'; readonly path: 'description'; readonly value: string }
  | {
      readonly kind: 'member';
      readonly path: string;
      readonly number: number;
      readonly member: string;
      readonly value: unknown;
    }
  | { readonly kind: 'label'; readonly path: string; readonly label: string; readonly number: number | null };

/** What a dry run said of an entry that is in the files. */
export interface Verdict {
  /** Paths that only the file changed: they are the file's. */
  readonly fromFile: readonly string[];
  /** Paths that both changed. */
  readonly conflicts: readonly string[];
  /** Numbers of versions that were edited in the file, or belong to another version in the product. */
  readonly edited: readonly number[];
}

/**
 * What would make the files say of an entry what the product does, but for what was changed in the files.
 *
 * @param members of a version that may change
 */
export function pullOf(
  database: RegistryEntry,
  local: LocalEntry | undefined,
  verdict: Verdict,
  members: readonly string[],
): readonly Write[] {
  if (!local) return [{ kind: 'entry', path: '', entry: database }];
  const isKept = (path: string) => verdict.fromFile.some((one) => isWithin(path, one) || isWithin(one, path));
  const writes: Write[] = [];
  if (database.description !== local.description)
    writes.push({ kind: 'description', path: 'description', value: database.description });
  for (const version of database.versions) {
    const { number, content } = version;
    const here = local.versions.find((one) => one.number === number);
    if (!here) writes.push({ kind: 'version', path: `versions.${number}`, version });
    else if (!verdict.edited.includes(number))
      for (const member of members)
        if (!isDeepStrictEqual(plain(content[member]), plain(here[member])))
          writes.push({ kind: 'member', path: `versions.${number}.${member}`, number, member, value: content[member] });
  }
  return [...writes, ...labelWrites(database, local)].filter(({ path }) => !isKept(path));
}

function labelWrites({ labels }: RegistryEntry, local: LocalEntry): Write[] {
  const here = new Map((local.labels ?? []).map(({ label, version }) => [label, version]));
  const names = [...new Set([...Object.keys(labels), ...here.keys()])];
  return names
    .filter((label) => labels[label] !== here.get(label))
    .map((label) => ({ kind: 'label', path: `labels.${label}.version`, label, number: labels[label] ?? null }));
}

/** What a dry run says, in which edited versions become new ones and the product's side of conflicts was preferred. */
export const verdictOf = ({ changes = [], conflicts = [] }: Outcome, edited: readonly number[]): Verdict => ({
  fromFile: changes.map(({ path }) => path),
  conflicts: conflicts.map(({ path }) => path),
  edited,
});

export const isWithin = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`);

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
