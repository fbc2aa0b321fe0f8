import { commitsOf } from './commits';
import type { EntryList } from './entries';

export interface WithCommits {
  readonly inputs: readonly object[];
  /** Why no commit is recorded for some or all of the versions, as the rest of a sentence. */
  readonly noCommit?: string;
}

interface VersionInput {
  readonly source: object;
}

const mostNamed = 3;

/** How a list's versions name the files that they are made of, beside the list. */
export interface VersionFiles<Version> {
  /** `prompts`, `flows`. */
  readonly list: string;
  filesOf(version: Version): readonly string[];
}

/** The inputs of a list, with the commit that each version's files are of: where all of them are as HEAD has them. */
export const withCommits =
  <Version>({ list, filesOf }: VersionFiles<Version>) =>
  async (root: string, { entries, inputs, files }: EntryList): Promise<WithCommits> => {
    if (inputs.length === 0) return { inputs };
    const { head, missing, isClean } = await commitsOf(root, files);
    if (head === undefined) return { inputs, noCommit: missing! };
    const edited = new Set<string>();
    const isCommitted = (file: string) => {
      if (!isClean(file)) edited.add(file);
      return isClean(file);
    };
    const committed = (entries as EntryList['entries']).map(({ file, index }, at) => {
      const said = (file.content as Record<string, { versions: Version[] }[]>)[list]![index]!.versions;
      const input = inputs[at] as { readonly versions: readonly VersionInput[] };
      const versions = input.versions.map((version, position) => {
        const all = [file.name, ...filesOf(said[position]!)].map(isCommitted);
        return all.every(Boolean) ? { ...version, source: { ...version.source, commit: head } } : version;
      });
      return { ...input, versions };
    });
    return { inputs: committed, ...(edited.size > 0 && { noCommit: notCommitted([...edited]) }) };
  };

function notCommitted(files: readonly string[]): string {
  const more = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : '';
  return `not committed as they are: ${files.slice(0, mostNamed).join(', ')}${more}`;
}
