import { ArgsType, Field, registerEnumType } from 'type-graphql';

export enum OnEdit {
  ERROR = 'ERROR',
  NEW_VERSION = 'NEW_VERSION',
}
registerEnumType(OnEdit, {
  name: 'OnEdit',
  description:
    'What becomes of a file that was edited although its version is published: it is refused, or it becomes the next version.',
});

export enum Side {
  FILE = 'FILE',
  DATABASE = 'DATABASE',
}
registerEnumType(Side, {
  name: 'Side',
  description: 'Whose value is kept where a file and the database both changed.',
});

/** How files and database are brought together. */
@ArgsType()
export class MergeArgs {
  @Field(() => OnEdit, { defaultValue: OnEdit.ERROR })
  onEdit: OnEdit;

  @Field(() => Side, {
    nullable: true,
    description: 'Without it an entry with a conflict is left as it is, and says so.',
  })
  prefer?: Side | null;
}

@ArgsType()
export abstract class SyncArgs extends MergeArgs {
  @Field(() => Boolean, { defaultValue: false, description: 'Answers the same, and nothing of it stays.' })
  dryRun: boolean;
}

/** Numbers that somebody else took become others where edits do; of fields somebody has to say which counts. */
export const isResolved = ({ prefer, onEdit }: MergeArgs, conflictingFields: readonly object[]): boolean =>
  prefer != null || (conflictingFields.length === 0 && onEdit === OnEdit.NEW_VERSION);
