import { DomainError } from '@trialogue/errors';
import {
  Applied,
  type Connection,
  connectionType,
  decodeCursor,
  isName,
  limitOf,
  Scoped,
  type SubgraphContext,
  type Tables,
  TrialArgs,
  toConnection,
} from '@trialogue/subgraph';
import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { MoreThan } from 'typeorm';
import type { PartitionApply } from './partition.apply';
import { Holdout, Layer, type Partition } from './partition.entity';
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
    return page(this.tables, Layer, first, after);
  }

  @Scoped('read')
  @Query(() => HoldoutConnection)
  holdouts(
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<Connection<Holdout>> {
    return page(this.tables, Holdout, first, after);
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

/** In the order of the keys. */
async function page<Row extends Partition>(
  tables: Tables,
  entity: new () => Row,
  first: number,
  after: string | null | undefined,
): Promise<Connection<Row>> {
  const last = after == null ? undefined : decodeCursor(after);
  if (last !== undefined && !isName(last)) throw new DomainError('CURSOR_INVALID', { cursor: after! });
  const rows = await tables.manager.getRepository<Partition>(entity).find({
    where: last === undefined ? {} : { key: MoreThan(last) },
    order: { key: 'ASC' },
    take: limitOf(first),
  });
  return toConnection(rows as Row[], first, ({ key }) => key);
}
