import type { Releases } from '@trialogue/store';
import { flowVersionOf } from '@trialogue/variant-config';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FlowsContext } from '../flows-context';
import { VariantStub } from '../stubs';
import { FlowVersion } from './flow-version.entity';

@Resolver(() => VariantStub)
export class VariantFields {
  constructor(private readonly releases: Releases) {}

  @Directive('@requires(fields: "config")')
  @FieldResolver(() => FlowVersion, { nullable: true, description: 'Null for a variant that talks freely.' })
  async flow(@Root() { config }: VariantStub, @Ctx() { loaders }: FlowsContext): Promise<FlowVersion | null> {
    const written = config?.flow_config?.flow_id;
    const found = typeof written === 'string' ? flowVersionOf(this.releases, written) : undefined;
    return found ? loaders.flowVersions.load(found.reference) : null;
  }
}
