import { Scoped } from '@trialogue/subgraph';
import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { FlowsContext } from '../flows-context';
import { MessageEvent } from './message-event';

interface Subscribing {
  readonly args: { readonly conversation: string; readonly after?: string | null };
  readonly context: FlowsContext;
}

@Resolver()
export class MessageStreamResolver {
  @Scoped('converse', 'agent')
  @Subscription(() => MessageEvent, {
    description: 'Everything that happens to a conversation’s messages from `after` on; resumable from any cursor.',
    subscribe: (({ args, context }: Subscribing) =>
      context.loaders.stream(args.conversation, args.after ?? null, context)) as any,
  })
  messageStream(
    @Root() event: MessageEvent,
    @Arg('conversation', () => ID) _conversation: string,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): MessageEvent {
    return event;
  }
}
