import { ListSync } from '@trialogue/subgraph';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { FlowVersion } from './flow-version.entity';

/** A number that a file’s version got, for its own belonged to another. */
@ObjectType()
export class FlowRenumbering {
  @Field(() => ID)
  flow: string;

  @Field(() => Int, { description: 'As the file has it.' })
  from: number;

  @Field(() => Int, { description: 'As it is published.' })
  to: number;
}

/** What became of files and database when they were brought together, or would. */
@ObjectType()
export class FlowSync extends ListSync {
  @Field(() => [FlowVersion], {
    description: 'Versions that no file names, the first 500 by name: `trialogue flows pull` writes them to files.',
  })
  databaseOnly: FlowVersion[];

  @Field(() => [FlowRenumbering])
  renumbered: FlowRenumbering[];
}
