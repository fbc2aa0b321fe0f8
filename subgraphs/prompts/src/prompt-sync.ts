import { ListSync, SyncArgs } from '@trialogue/subgraph';
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
export class PromptSync extends ListSync {
  @Field(() => [PromptVersion], {
    description: 'Versions that no file names, the first 500 by name: `trialogue prompts pull` writes them to files.',
  })
  databaseOnly: PromptVersion[];

  @Field(() => [PromptRenumbering])
  renumbered: PromptRenumbering[];
}

@ArgsType()
export class SyncPromptsArgs extends SyncArgs {
  @Field(() => [ApplyPromptInput], {
    nullable: true,
    description: 'What files elsewhere say. Unless given, the files of the product’s own project are read.',
  })
  prompts?: ApplyPromptInput[] | null;
}
