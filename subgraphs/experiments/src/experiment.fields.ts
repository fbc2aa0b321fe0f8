import { FileEntry, limitOf, Scoped, type SubgraphContext } from '@trialogue/subgraph';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Change } from './change.entity';
import { Experiment, Metric, Release } from './experiment.entity';
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

  @FieldResolver(() => Metric, { nullable: true, description: 'What the experiment is decided by.' })
  primaryMetric(@Root() { primaryMetricKey: key }: Experiment): Metric | null {
    return key === null ? null : { key };
  }

  @FieldResolver(() => [Metric], { description: 'What must not suffer.' })
  guardrails(@Root() { guardrailKeys }: Experiment): Metric[] {
    return guardrailKeys.map((key) => ({ key }));
  }

  @FieldResolver(() => [Change], {
    description: 'Newest first. Of what was changed before there was a history, nothing is told.',
  })
  history(
    @Root() { key: name, version }: Experiment,
    @Ctx() { loaders }: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('before', () => Int, { nullable: true, description: 'Changes before the one that made this version.' })
    before?: number | null,
  ): Promise<Change[]> {
    const limit = limitOf(first) - 1;
    return loaders.changePages.load({ name, limit, below: Math.min(before ?? version + 1, version + 1) });
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
