import type { Releases } from '@trialogue/store';
import {
  type Connection,
  connectionType,
  FileEntry,
  Scoped,
  type SubgraphContext,
  versionsPage,
} from '@trialogue/subgraph';
import { policyVersionOf } from '@trialogue/variant-config';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Policy } from './policy.entity';
import type { PolicyLoaders } from './policy.loader';
import { PolicyVersion } from './policy-version.entity';

type Context = SubgraphContext<PolicyLoaders>;

const PolicyVersionConnection = connectionType('PolicyVersion', PolicyVersion);

@Resolver(() => Policy)
export class PolicyFields {
  constructor(private readonly releases: Releases) {}

  @FieldResolver(() => PolicyVersion, {
    nullable: true,
    description: 'By number; without it, what the policy’s name means: the newest active one.',
  })
  async version(
    @Root() { name }: Policy,
    @Ctx() { loaders }: Context,
    @Arg('number', () => Int, { nullable: true }) number?: number,
  ): Promise<PolicyVersion | null> {
    const id = number == null ? policyVersionOf(this.releases, name)?.reference : `${name}@${number}`;
    return id === undefined ? null : loaders.policyVersions.load(id);
  }

  @FieldResolver(() => PolicyVersionConnection, { description: 'Newest first.' })
  versions(
    @Root() { name }: Policy,
    @Ctx() { loaders }: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<Connection<PolicyVersion>> {
    return versionsPage(loaders.policyVersionPages, name, first, after);
  }

  @Scoped('edit')
  @FieldResolver(() => FileEntry, { nullable: true, description: 'Null for what no file brought.' })
  fileEntry(@Root() { name }: Policy, @Ctx() { loaders }: Context): Promise<FileEntry | null> {
    return loaders.policyFiles.load(name);
  }
}

@Resolver(() => PolicyVersion)
export class PolicyVersionFields {
  @FieldResolver(() => Policy)
  policy(@Root() { policyName }: PolicyVersion, @Ctx() { loaders }: Context): Promise<Policy | null> {
    return loaders.policies.load(policyName);
  }

  // The address of a server inside is for those who set it.
  @Scoped('edit')
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Where it is served: the URL of a scoring server, or `standin:MODEL`.',
  })
  endpoint(@Root() version: PolicyVersion): string {
    return version.endpoint;
  }
}
