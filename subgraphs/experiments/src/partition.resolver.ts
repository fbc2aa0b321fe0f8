import {
  Applied,
  type Connection,
  connectionType,
  pageByName,
  Scoped,
  type SubgraphContext,
  type Tables,
  TrialArgs,
} from '@trialogue/subgraph';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { PartitionApply } from './partition.apply';
import { Holdout, Layer } from './partition.entity';
import { HoldoutInput, LayerInput } from './partition.input';
import type { PartitionLoaders } from './partition.loader';

const LayerConnection = connectionType('Layer', Layer);
const HoldoutConnection = connectionType('Holdout', Holdout);

type Context = SubgraphContext<PartitionLoaders>;

@Resolver()
export class PartitionResolver {
  constructor(
    private readonly tables: Tables,
    private readonly layerApply: PartitionApply<Layer, LayerInput>,
    private readonly holdoutApply: PartitionApply<Holdout, HoldoutInput>,
  ) {}

  @Scoped('read')
  @Query(() => Layer, { nullable: true })
  layer(@Arg('key', () => ID) key: string, @Ctx() { loaders }: Context) {
    return loaders.layers.load(key);
  }

  @Scoped('read')
  @Query(() => Holdout, { nullable: true })
  holdout(@Arg('key', () => ID) key: string, @Ctx() { loaders }: Context) {
    return loaders.holdouts.load(key);
  }

  @Scoped('read')
  @Query(() => LayerConnection)
  layers(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<Connection<Layer>> {
    return pageByName(this.tables, Layer, 'key', { first, after });
  }

  @Scoped('read')
  @Query(() => HoldoutConnection)
  holdouts(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<Connection<Holdout>> {
    return pageByName(this.tables, Holdout, 'key', { first, after });
  }

  @Scoped('edit')
  @Mutation(() => Layer)
  createLayer(@Arg('input', () => LayerInput) input: LayerInput): Promise<Layer> {
    return this.layerApply.create(input);
  }

  @Scoped('edit')
  @Mutation(() => Holdout)
  createHoldout(@Arg('input', () => HoldoutInput) input: HoldoutInput): Promise<Holdout> {
    return this.holdoutApply.create(input);
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description: 'Brings the layers to what files say, in one transaction; one that would move units is refused.',
  })
  applyLayers(@Arg('layers', () => [LayerInput]) layers: LayerInput[], @Args() trial: TrialArgs): Promise<Applied[]> {
    return this.layerApply.apply(layers, trial);
  }

  @Scoped('edit')
  @Mutation(() => [Applied], {
    description: 'Brings the holdouts to what files say, in one transaction; one that would move units is refused.',
  })
  applyHoldouts(
    @Arg('holdouts', () => [HoldoutInput]) holdouts: HoldoutInput[],
    @Args() trial: TrialArgs,
  ): Promise<Applied[]> {
    return this.holdoutApply.apply(holdouts, trial);
  }
}
