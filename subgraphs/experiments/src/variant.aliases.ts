import type { Json } from '@trialogue/plugin-api';
import type { Releases } from '@trialogue/store';
import {
  type ModelAliasesBody,
  normalizeConfig,
  type PolicyVersionBody,
  parseModelUri,
} from '@trialogue/variant-config';
import { Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { Variant } from './variant.entity';

@ObjectType({ description: 'A model that a variant names by an alias of MLflow’s registry.' })
export class VariantModelAlias {
  @Field(() => ID, { description: 'As the variant’s config, or a call of its flow, has it: `models:/name@alias`.' })
  uri: string;

  @Field(() => String, { description: 'The version of the model that the alias stood for at the start: it is used.' })
  pinned: string;

  @Field(() => String, {
    nullable: true,
    description: 'The version that it stands for now, as MLflow said last; null: the model has it no more.',
  })
  current: string | null;

  @Field(() => Boolean, { description: 'Whether a start would use another version now.' })
  moved: boolean;
}

@Resolver(() => Variant)
export class VariantAliasFields {
  constructor(private readonly releases: Pick<Releases, 'head' | 'getAll'>) {}

  @FieldResolver(() => [VariantModelAlias], {
    description: 'The aliases that were resolved when the experiment started, and where they stand now.',
  })
  async modelAliases(@Root() { written, resolved, pins }: Variant): Promise<VariantModelAlias[]> {
    if (!written || !resolved || !pins) return [];
    const named = [
      ...aliasedIn(normalizeConfig(written).config, resolved).map(
        ({ uri, reference }) => [uri, pins[reference]] as const,
      ),
      ...Object.entries(pins).filter(([uri]) => parseModelUri(uri)?.alias !== undefined), // of its flow's calls
    ];
    const hashes = new Map(named.flatMap(([uri, hash]) => (hash === undefined ? [] : [[uri, hash] as const])));
    const pinned = await this.releases.getAll<PolicyVersionBody>([...hashes.values()]);
    return [...hashes].flatMap(([uri, hash]) => {
      const version = pinned.get(hash)?.body.modelVersion;
      if (version === undefined) return [];
      const current = this.currentOf(uri);
      return [{ uri, pinned: version, current, moved: current !== version }];
    });
  }

  private currentOf(uri: string): string | null {
    const { model, alias } = parseModelUri(uri)!;
    const { aliases = {} } = this.releases.head<ModelAliasesBody>('model_aliases', model)?.body ?? {};
    return Object.hasOwn(aliases, alias!) ? aliases[alias!]! : null;
  }
}

/** The aliases in a config, each with what stands in its place in the config that was made of it. */
function aliasedIn(written: Json, resolved: Json | undefined): { readonly uri: string; readonly reference: string }[] {
  if (typeof written === 'string')
    return typeof resolved === 'string' && parseModelUri(written)?.alias !== undefined
      ? [{ uri: written, reference: resolved }]
      : [];
  if (typeof written !== 'object' || written === null || typeof resolved !== 'object' || resolved === null) return [];
  const others = resolved as { readonly [member: string]: Json };
  return Object.entries(written).flatMap(([member, value]) => aliasedIn(value as Json, others[member]));
}
