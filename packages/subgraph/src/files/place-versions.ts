import { DomainError } from '@trialogue/errors';
import { OnEdit, Side } from './merge-args';
import type { Divergence } from './merge-fields';

/** Path of a version in what is said of an entry. */
export const versionPath = (number: number): string => `versions.${number}`;

/** A version as a file has it, or as it is published. */
export interface Placeable {
  readonly number: number;
}

/** Where a version of a file goes. */
export interface Place<Version> {
  readonly version: Version;
  /** In the file's list. */
  readonly index: number;
  readonly number: number;
}

/** A number that a file has to have from now on. */
export interface Renumbering {
  readonly from: number;
  readonly to: number;
  /** Labels of the file that meant it, and go with it. */
  readonly labels: readonly string[];
}

export interface Placement<Version> {
  readonly placed: readonly Place<Version>[];
  readonly renumbered: readonly Renumbering[];
  /** Indexes of versions that were edited although they are published. */
  readonly edited: readonly number[];
  readonly conflicts: readonly Divergence[];
}

export interface PlacementRules<Version, Published> {
  readonly onEdit: OnEdit;
  readonly prefer?: Side;
  /** Whether a published version does what the file says. */
  doesTheSame(version: Version, published: Published): boolean;
  /** Whether the file had the version when it was applied last. */
  knew(number: number): boolean;
  /** What a conflict shows of a version. */
  shown(version: Version | Published): Divergence['file'];
  labelsOf(number: number): readonly string[];
}

/**
 * Finds each version of a file its number. A published version never changes: one that was edited is refused or becomes
 * the next version; one whose number somebody else has taken meanwhile is a conflict, or becomes the next version with
 * the labels that mean it. A version that is there under another number, which the file does not name, is not made again;
 * where the file got that number before, whoever was to write it there died before it did, and that is all it needs.
 */
export function placeVersions<Version extends Placeable, Published extends Placeable>(
  versions: readonly Version[],
  published: readonly Published[],
  rules: PlacementRules<Version, Published>,
): Placement<Version> {
  const { onEdit, prefer, doesTheSame, knew, shown, labelsOf } = rules;
  const numbers = new Set([...versions, ...published].map(({ number }) => number));
  const named = new Set(versions.map(({ number }) => number));
  const placed: Place<Version>[] = [];
  const renumbered: Renumbering[] = [];
  const edited: number[] = [];
  const conflicts: Divergence[] = [];

  const sameAs = (version: Version): readonly number[] =>
    published.filter((one) => !named.has(one.number) && doesTheSame(version, one)).map(({ number }) => number);
  const numberFor = (version: Version): number => sameAs(version).at(-1) ?? Math.max(...numbers) + 1;

  for (const [index, version] of versions.entries()) {
    const { number } = version;
    const there = published.find((one) => one.number === number);
    if (!there && knew(number)) continue;
    if (!there || doesTheSame(version, there)) {
      placed.push({ version, index, number });
      continue;
    }
    const isEdit = knew(number);
    const got = sameAs(version).findLast(knew);
    if (!isEdit && got === undefined)
      conflicts.push({ path: versionPath(number), base: null, file: shown(version), database: shown(there) });
    if (got !== undefined || onEdit === OnEdit.NEW_VERSION || (!isEdit && prefer === Side.FILE)) {
      const to = got ?? numberFor(version);
      numbers.add(to);
      named.add(to);
      placed.push({ version, index, number: to });
      renumbered.push({ from: number, to, labels: isEdit ? [] : labelsOf(number) });
    } else if (isEdit) edited.push(index);
  }
  return { placed, renumbered, edited, conflicts };
}

/**
 * Throws for versions that were edited although they are published: the first one's error, with a problem for each.
 *
 * @param edited indexes in the file's list
 */
export function refuseEdited(edited: readonly number[], errorAt: (index: number) => DomainError): void {
  const errors = edited.map((index) => {
    const error = errorAt(index);
    return { error, problem: { path: ['versions', index], message: `${error.message} ${error.help}` } };
  });
  const [first] = errors;
  if (!first) return;
  throw new DomainError(first.error.code, first.error.data, { problems: errors.map(({ problem }) => problem) });
}
