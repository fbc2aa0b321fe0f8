import { Scoped, type SubgraphContext } from '@trialogue/subgraph';
import { Arg, Query, Resolver, Root, Subscription } from 'type-graphql';
import { ServedPrompts } from './served-prompts';
import type { ServedPromptsService } from './served-prompts.service';

export interface ServedLoaders {
  readonly served: ServedPromptsService;
}

interface Subscribing {
  readonly args: { readonly after?: string | null };
  readonly context: SubgraphContext<ServedLoaders>;
}

@Resolver()
export class ServedPromptsResolver {
  constructor(private readonly service: ServedPromptsService) {}

  @Scoped('read', 'prompts')
  @Query(() => ServedPrompts, { description: 'What names of prompts mean, as of now: for who renders elsewhere.' })
  servedPrompts(): Promise<ServedPrompts> {
    return this.service.read();
  }

  @Scoped('read', 'prompts')
  @Subscription(() => ServedPrompts, {
    description: 'At once what there is, then what changes; `after` resumes.',
    subscribe: (({ args, context: { loaders, signal } }: Subscribing) =>
      loaders.served.changes(args.after ?? undefined, signal)) as any,
  })
  servedPromptsChanged(
    @Root() served: ServedPrompts,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): ServedPrompts {
    return served;
  }
}
