import { Field, ID, ObjectType } from 'type-graphql';
import { Applied, FieldConflict } from '../applied';

/** What became of files and database when they were brought together, or would. */
@ObjectType()
export abstract class ListSync {
  @Field(() => ID, {
    nullable: true,
    description: 'The Git commit that all of the files are of; null: see `noCommit`.',
  })
  commit: string | null;

  @Field(() => String, { nullable: true, description: 'Why no commit is recorded, for some or all of the files.' })
  noCommit: string | null;

  @Field(() => Boolean)
  dryRun: boolean;

  @Field(() => [Applied])
  entries: Applied[];

  @Field(() => [FieldConflict], { description: 'Of all entries.' })
  conflicts: FieldConflict[];

  @Field(() => Boolean, {
    description: 'Whether files and database say the same: in a dry run now, otherwise after it.',
  })
  converged: boolean;
}
