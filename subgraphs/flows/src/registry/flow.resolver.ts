import {
  Applied,
  type Connection,
  connectionType,
  MergeArgs,
  pageByName,
  Scoped,
  type Tables,
  TrialArgs,
} from '@trialogue/subgraph';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { FlowsContext } from '../flows-context';
import type { FlowApply } from './flow.apply';
import { Flow } from './flow.entity';
import { ApplyFlowInput, CreateFlowVersionInput, SyncFlowsArgs } from './flow.input';
import type { FlowService } from './flow.service';
import type { FlowSyncing } from './flow.sync';
import { FlowSync } from './flow-sync';
import { FlowStatus, FlowVersion } from './flow-version.entity';

const FlowConnection = connectionType('Flow', Flow);

@Resolver()
export class FlowResolver {
  constructor(
    private readonly tables: Tables,
    private readonly applier: FlowApply,
    private readonly service: FlowService,
    private readonly syncing: FlowSyncing,
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
  @Mutation(() => FlowVersion)
  createFlowVersion(
    @Arg('input', () => CreateFlowVersionInput) input: CreateFlowVersionInput,
    @Ctx() { caller }: FlowsContext,
  ): Promise<FlowVersion> {
    return this.service.createVersion(input, caller.subject);
  }

  @Scoped('edit')
  @Mutation(() => FlowVersion, {
    description:
      'A draft becomes ACTIVE or ARCHIVED, an active version DRAINING or ARCHIVED, one that is drained ACTIVE again or ARCHIVED, an archived one ACTIVE. Neither DRAINING nor ARCHIVED while an experiment serves it.',
  })
  setFlowVersionStatus(
    @Arg('flow', () => ID) flow: string,
    @Arg('version', () => Int) version: number,
    @Arg('status', () => FlowStatus) status: FlowStatus,
  ): Promise<FlowVersion> {
    return this.service.setStatus(flow, version, status);
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description: 'Brings the registry to what files say, in one transaction; an entry that is refused changes nothing.',
  })
  async applyFlows(
    @Arg('flows', () => [ApplyFlowInput]) flows: ApplyFlowInput[],
    @Args() trial: TrialArgs,
    @Args() merge: MergeArgs,
    @Ctx() { caller }: FlowsContext,
  ): Promise<readonly Applied[]> {
    return (await this.applier.apply(flows, trial, merge, caller.subject)).applied;
  }

  @Scoped('edit')
  @Mutation(() => FlowSync, {
    description:
      'Brings the registry to what a project’s files say, in one transaction, and says what files and database do not agree on. Without `flows`, for the files of the product’s own project.',
  })
  syncFlows(@Args() how: SyncFlowsArgs, @Ctx() { caller }: FlowsContext): Promise<FlowSync> {
    return this.syncing.sync(how, caller.subject);
  }
}
