import { Applied, type Connection, connectionType, Scoped, type SubgraphContext, TrialArgs } from '@trialogue/subgraph';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PolicyApply } from './policy.apply';
import { Policy } from './policy.entity';
import { ApplyPolicyInput } from './policy.input';
import type { PolicyLoaders } from './policy.loader';
import type { PolicyService } from './policy.service';

const PolicyConnection = connectionType('Policy', Policy);

@Resolver()
export class PolicyResolver {
  constructor(
    private readonly service: PolicyService,
    private readonly applier: PolicyApply,
  ) {}

  @Scoped('read')
  @Query(() => Policy, { nullable: true })
  policy(@Arg('name', () => ID) name: string, @Ctx() { loaders }: SubgraphContext<PolicyLoaders>) {
    return loaders.policies.load(name);
  }

  @Scoped('read')
  @Query(() => PolicyConnection)
  policies(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<Connection<Policy>> {
    return this.service.list(first, after ?? undefined);
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description: 'Brings the policies to what files say, in one transaction; an entry that is refused changes nothing.',
  })
  applyPolicies(
    @Arg('policies', () => [ApplyPolicyInput]) policies: ApplyPolicyInput[],
    @Args() trial: TrialArgs,
  ): Promise<Applied[]> {
    return this.applier.apply(policies, trial);
  }
}
