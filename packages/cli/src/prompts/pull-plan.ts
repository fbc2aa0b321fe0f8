import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../apply/outcome';
import type { RegistryPrompt, RegistryVersion, VersionContent } from './registry-prompts';

/** What the files here say of a prompt, as `applyPrompts` takes it. */
export interface LocalPrompt {
  readonly name: string;
  readonly description: string;
  readonly versions: readonly (Pick<VersionContent, 'description' | 'status' | 'replies'> & {
    readonly number: number;
  })[];
  readonly labels: readonly { readonly label: string; readonly version: number }[];
}

/** One value that the files are to say as the product does. */
export type Write =
  | { readonly kind: 'prompt'; readonly path: ''; readonly prompt: RegistryPrompt }
  | { readonly kind: 'version'; readonly path: string; readonly version: RegistryVersion }
  | { readonly kind: 'description'; readonly path: 'description'; readonly value: string }
  | {
      readonly kind: 'member';
      readonly path: string;
      readonly number: number;
      readonly member: Member;
      readonly value: unknown;
    }
  | { readonly kind: 'label'; readonly path: string; readonly label: string; readonly number: number | null };

type Member = (typeof members)[number];
const members = ['description', 'status', 'replies'] as const;

/** What a dry run said of a prompt that is in the files. */
export interface Verdict {
  /** Paths that only the file changed: they are the file's. */
  readonly fromFile: readonly string[];
  /** Paths that both changed. */
  readonly conflicts: readonly string[];
  /** Numbers of versions that were edited in the file, or belong to another version in the product. */
  readonly edited: readonly number[];
}

/** What would make the files say of a prompt what the product does, but for what was changed in the files. */
export function pullOf(database: RegistryPrompt, local: LocalPrompt | undefined, verdict: Verdict): readonly Write[] {
  if (!local) return [{ kind: 'prompt', path: '', prompt: database }];
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

function labelWrites({ labels }: RegistryPrompt, local: LocalPrompt): Write[] {
  const here = new Map(local.labels.map(({ label, version }) => [label, version]));
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

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
