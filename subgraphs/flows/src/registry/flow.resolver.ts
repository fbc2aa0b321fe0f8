import {
  Applied,
  type Connection,
  connectionType,
  pageByName,
  Scoped,
  type Tables,
  TrialArgs,
} from '@trialogue/subgraph';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { FlowsContext } from '../flows-context';
import type { FlowApply } from './flow.apply';
import { Flow } from './flow.entity';
import { ApplyFlowInput } from './flow.input';

const FlowConnection = connectionType('Flow', Flow);

@Resolver()
export class FlowResolver {
  constructor(
    private readonly tables: Tables,
    private readonly applier: FlowApply,
  ) {}

  @Scoped('read')
  @Query(() => Flow, { nullable: true })
  flow(@Arg('key', () => ID) key: string, @Ctx() { loaders }: FlowsContext): Promise<Flow | null> {
    return loaders.flows.load(key);
  }

  @Scoped('read')
  @Query(() => FlowConnection, { description: 'In the order of their keys.' })
  flows(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<Connection<Flow>> {
    return pageByName(this.tables, Flow, 'key', { first, after });
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description: 'Brings the registry to what files say, in one transaction; an entry that is refused changes nothing.',
  })
  applyFlows(
    @Arg('flows', () => [ApplyFlowInput]) flows: ApplyFlowInput[],
    @Args() trial: TrialArgs,
  ): Promise<Applied[]> {
    return this.applier.apply(flows, trial);
  }
}
