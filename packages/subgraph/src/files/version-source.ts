import { Field, InputType, ObjectType } from 'type-graphql';

/** Where a version came from. */
@ObjectType()
export abstract class VersionSource {
  /** Its file, as a path from the project's folder; null for a version that was made through the graph. */
  @Field(() => String, { nullable: true })
  file: string | null;

  @Field(() => String, { nullable: true, description: 'The Git commit that had the file so; null when none did.' })
  commit: string | null;

  @Field(() => String, { nullable: true, description: 'Who published it: the name of a key, or `local`.' })
  by: string | null;
}

@InputType()
export abstract class VersionSourceInput {
  @Field(() => String, { nullable: true })
  file?: string;

  @Field(() => String, { nullable: true, description: 'The Git commit that has the file as it is.' })
  commit?: string;
}

/** The same, as columns of a version. */
export interface SourceColumns {
  readonly sourceFile: string | null;
  readonly sourceCommit: string | null;
}

export const sourceColumns = (source: VersionSourceInput | undefined): SourceColumns => ({
  sourceFile: source?.file ?? null,
  sourceCommit: source?.commit ?? null,
});

/** A version that the graph made stays the graph's; of a file's, the first commit that is known of stays. */
export function sourceAfter(
  { sourceFile, sourceCommit }: SourceColumns,
  source: VersionSourceInput | undefined,
): SourceColumns {
  if (sourceFile === null) return { sourceFile, sourceCommit };
  return { sourceFile: source?.file ?? sourceFile, sourceCommit: sourceCommit ?? source?.commit ?? null };
}

/** An entry as it is remembered: the same file in another commit says the same. */
export const withoutCommits = <Version extends { readonly source?: VersionSourceInput }>(entry: {
  readonly versions: readonly Version[];
}) => ({
  ...entry,
  versions: entry.versions.map(({ source, ...version }) => ({
    ...version,
    ...(source && { source: { file: source.file } }),
  })),
});
