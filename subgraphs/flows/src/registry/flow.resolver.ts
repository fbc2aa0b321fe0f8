import { DomainError } from '@trialogue/errors';
import {
  Applied,
  type Connection,
  connectionType,
  decodeCursor,
  isName,
  limitOf,
  Scoped,
  type Tables,
  TrialArgs,
  toConnection,
} from '@trialogue/subgraph';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { MoreThan } from 'typeorm';
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
  async flows(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<Connection<Flow>> {
    const last = after == null ? undefined : decodeCursor(after);
    if (last !== undefined && !isName(last)) throw new DomainError('CURSOR_INVALID', { cursor: after! });
    const rows = await this.tables.manager.find(Flow, {
      where: last === undefined ? {} : { key: MoreThan(last) },
      order: { key: 'ASC' },
      take: limitOf(first),
    });
    return toConnection(rows, first, ({ key }) => key);
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
