import { Applied, FieldConflict, MergeArgs } from '@trialogue/subgraph';
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { ApplyPromptInput } from './prompt.input';
import { PromptVersion } from './prompt-version.entity';

/** A number that a file’s version got, for its own belonged to another. */
@ObjectType()
export class PromptRenumbering {
  @Field(() => ID)
  prompt: string;

  @Field(() => Int, { description: 'As the file has it.' })
  from: number;

  @Field(() => Int, { description: 'As it is published.' })
  to: number;

  @Field(() => [String], { description: 'Labels of the file that meant this version, and went with it.' })
  labels: readonly string[];
}

/** What became of files and database when they were brought together, or would. */
@ObjectType()
export class PromptSync {
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

  @Field(() => [PromptVersion], {
    description: 'Versions that no file names, the first 500 by name: `trialogue prompts pull` writes them to files.',
  })
  databaseOnly: PromptVersion[];

  @Field(() => [PromptRenumbering])
  renumbered: PromptRenumbering[];

  @Field(() => Boolean, {
    description: 'Whether files and database say the same: in a dry run now, otherwise after it.',
  })
  converged: boolean;
}

@ArgsType()
export class SyncPromptsArgs extends MergeArgs {
  @Field(() => Boolean, { defaultValue: false, description: 'Answers the same, and nothing of it stays.' })
  dryRun: boolean;

  @Field(() => [ApplyPromptInput], {
    nullable: true,
    description: 'What files elsewhere say. Unless given, the files of the product’s own project are read.',
  })
  prompts?: ApplyPromptInput[] | null;
}
