import type { Releases } from '@trialogue/store';
import { JsonObjectScalar, type SubgraphContext } from '@trialogue/subgraph';
import { parsePromptReference, promptVersionOf } from '@trialogue/variant-config';
import { Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import type { PromptLoaders } from './prompt.loader';
import { PromptVersion } from './prompt-version.entity';

/** A variant, of the subgraph `experiments`; here it gets the prompt that its config names. */
@Directive('@key(fields: "experimentKey key")')
@ObjectType()
export class Variant {
  @Field(() => ID)
  experimentKey: string;

  @Field(() => ID)
  key: string;

  @Directive('@external')
  @Field(() => JsonObjectScalar)
  config: { prompt_config?: { prompt_version_id?: unknown } };
}

@Resolver(() => Variant)
export class VariantFields {
  constructor(private readonly releases: Releases) {}

  @Directive('@requires(fields: "config")')
  @FieldResolver(() => PromptVersion, { nullable: true, description: 'Null for a variant that runs no prompt.' })
  async prompt(
    @Root() { config }: Variant,
    @Ctx() { loaders }: SubgraphContext<PromptLoaders>,
  ): Promise<PromptVersion | null> {
    const written = config.prompt_config?.prompt_version_id;
    const reference = typeof written === 'string' ? parsePromptReference(written) : undefined;
    const found = reference && promptVersionOf(this.releases, reference);
    return found ? loaders.versions.load(found.reference) : null;
  }
}
