import { FileEntry, Scoped, type SubgraphContext } from '@trialogue/subgraph';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Experiment, Release } from './experiment.entity';
import { type ExperimentLoaders, loadVariant } from './experiment.loader';
import { Variant } from './variant.entity';

type Context = SubgraphContext<ExperimentLoaders>;

@Resolver(() => Experiment)
export class ExperimentFields {
  @FieldResolver(() => [Variant])
  variants(@Root() { key }: Experiment, @Ctx() { loaders }: Context): Promise<Variant[]> {
    return loaders.variants.load(key);
  }

  @FieldResolver(() => Variant)
  async control(@Root() { key }: Experiment, @Ctx() { loaders }: Context): Promise<Variant | undefined> {
    return (await loaders.variants.load(key)).find(({ isControl }) => isControl);
  }

  @FieldResolver(() => Variant, { nullable: true })
  winner(@Root() { key, winnerKey }: Experiment, @Ctx() { loaders }: Context): Promise<Variant | null> | null {
    return winnerKey === null ? null : loadVariant(loaders, key, winnerKey);
  }

  @FieldResolver(() => Release, { nullable: true, description: 'What is executed; null before the start.' })
  release(@Root() { key, releaseHash: hash }: Experiment): Release | null {
    return hash === null ? null : { hash, kind: 'experiment', key };
  }

  @Scoped('edit')
  @FieldResolver(() => FileEntry, { nullable: true, description: 'Null for what no file brought.' })
  fileEntry(@Root() { key }: Experiment, @Ctx() { loaders }: Context): Promise<FileEntry | null> {
    return loaders.experimentFiles.load(key);
  }
}

@Resolver(() => Variant)
export class VariantFields {
  @FieldResolver(() => String, { nullable: true })
  async name(@Root() variant: Variant, @Ctx() { loaders }: Context): Promise<string | null> {
    if (variant.name !== undefined) return variant.name;
    return (await loadVariant(loaders, variant.experimentKey, variant.key))?.name ?? null;
  }
}
