import { Scoped } from '@trialogue/subgraph';
import { Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { FlowsContext } from '../flows-context';
import { FlowVersion } from '../registry/flow-version.entity';
import type { ConversationMigrations } from './migrate-conversations';
import { ConversationMigration, LiveConversations, MigrateConversationsArgs } from './migration';

@Resolver(() => FlowVersion)
export class MigrationResolver {
  constructor(private readonly migrations: ConversationMigrations) {}

  @Scoped('edit')
  @Mutation(() => ConversationMigration, {
    description:
      'Takes the running conversations of a version over to another one, of those that no experiment compares. Refused as a whole when one would have no state to go on from, or a slot would lose its meaning. Doing it again completes what was interrupted.',
  })
  migrateConversations(@Args() args: MigrateConversationsArgs): Promise<ConversationMigration> {
    return this.migrations.migrate(args);
  }

  @Scoped('read')
  @FieldResolver(() => [LiveConversations], {
    description: 'How many conversations that are not over stand in which of its states, most first.',
  })
  live(@Root() { id }: FlowVersion, @Ctx() { loaders }: FlowsContext): Promise<LiveConversations[]> {
    return loaders.live.load(id);
  }
}
