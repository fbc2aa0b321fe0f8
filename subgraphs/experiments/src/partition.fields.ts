import type { SubgraphContext } from '@trialogue/subgraph';
import { Ctx, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql';
import { Experiment } from './experiment.entity';
import type { ExperimentLoaders } from './experiment.loader';
import { freeRanges } from './layer.ranges';
import { Holdout, Layer } from './partition.entity';
import type { PartitionLoaders } from './partition.loader';

type Context = SubgraphContext<ExperimentLoaders & PartitionLoaders>;

@ObjectType({ description: 'A part of a layer.' })
export class LayerRange {
  layerKey: string;

  experimentKey: string | null;

  @Field(() => Float, { description: '0–1; it belongs to the range.' })
  from: number;

  @Field(() => Float, { description: '0–1; it does not belong to the range.' })
  to: number;
}

@Resolver(() => LayerRange)
export class LayerRangeFields {
  @FieldResolver(() => Layer, {
    nullable: true,
    description: 'Null when it is not there yet; nothing starts with it then.',
  })
  layer(@Root() { layerKey }: LayerRange, @Ctx() { loaders }: Context): Promise<Layer | null> {
    return loaders.layers.load(layerKey);
  }

  @FieldResolver(() => Experiment, { nullable: true, description: 'Whose it is; null: nobody’s.' })
  experiment(@Root() { experimentKey }: LayerRange, @Ctx() { loaders }: Context): Promise<Experiment | null> | null {
    return experimentKey === null ? null : loaders.experiments.load(experimentKey);
  }
}

@Resolver(() => Layer)
export class LayerFields {
  @FieldResolver(() => [LayerRange], {
    description:
      'What running and paused experiments hold, in order. Ranges of experiments that never run at once may overlap.',
  })
  async ranges(@Root() { key: layerKey }: Layer, @Ctx() { loaders }: Context): Promise<LayerRange[]> {
    const held = await loaders.heldRanges.load(layerKey);
    return held.map(({ experiment: experimentKey, from, to }) => ({ layerKey, experimentKey, from, to }));
  }

  @FieldResolver(() => [LayerRange], { description: 'What nobody holds, in order.' })
  async free(@Root() { key: layerKey }: Layer, @Ctx() { loaders }: Context): Promise<LayerRange[]> {
    const free = freeRanges(await loaders.heldRanges.load(layerKey));
    return free.map(({ from, to }) => ({ layerKey, experimentKey: null, from, to }));
  }
}

/** What an experiment says of its layers and holdouts. */
@Resolver(() => Experiment)
export class ExperimentPartitions {
  @FieldResolver(() => [LayerRange], { description: 'A unit must be in every one of these ranges.' })
  layers(@Root() { key, rules: { layers = [] } }: Experiment): LayerRange[] {
    return layers.map(({ layer, from, to }) => ({ layerKey: layer, experimentKey: key, from, to }));
  }

  @FieldResolver(() => [Holdout], { description: 'A unit must be in none of these.' })
  async holdouts(@Root() { rules: { holdouts = [] } }: Experiment, @Ctx() { loaders }: Context): Promise<Holdout[]> {
    const found = await Promise.all(holdouts.map((key) => loaders.holdouts.load(key)));
    return found.filter((holdout) => holdout !== null);
  }
}
