import { may, Scoped, type SubgraphContext } from '@trialogue/subgraph';
import { Arg, Ctx, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import { Definitions } from './definitions';
import type { DefinitionsService } from './definitions.service';

export interface DefinitionLoaders {
  readonly definitions: DefinitionsService;
}

interface Subscribing {
  readonly args: { readonly experiments?: string[] | null; readonly after?: string | null };
  readonly context: SubgraphContext<DefinitionLoaders>;
}

@Resolver()
export class DefinitionsResolver {
  constructor(private readonly service: DefinitionsService) {}

  @Scoped('read', 'assign')
  @Query(() => Definitions, { description: 'What is needed to assign locally, as of now.' })
  definitions(
    @Ctx() { caller }: SubgraphContext<DefinitionLoaders>,
    @Arg('experiments', () => [ID], { nullable: true }) experiments?: string[],
  ): Definitions {
    return this.service.now(experiments ?? undefined, may(caller, 'read'));
  }

  @Scoped('read', 'assign')
  @Subscription(() => Definitions, {
    description: 'At once what there is, then what changes; `after` resumes.',
    subscribe: (({ args, context: { loaders, signal, caller } }: Subscribing) =>
      loaders.definitions.changes(
        args.experiments ?? undefined,
        args.after ?? undefined,
        signal,
        may(caller, 'read'),
      )) as any,
  })
  definitionsChanged(
    @Root() definitions: Definitions,
    @Arg('experiments', () => [ID], { nullable: true }) _experiments?: string[],
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): Definitions {
    return definitions;
  }
}
