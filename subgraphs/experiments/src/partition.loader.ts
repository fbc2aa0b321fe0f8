import { isName, type Tables } from '@trialogue/subgraph';
import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { type HeldRange, heldRanges } from './layer.check';
import { mayRunAtOnce } from './layer.ranges';
import { Holdout, Layer, type Partition } from './partition.entity';

export type PartitionLoaders = ReturnType<typeof partitionLoaders>;

/** What one request reads of layers and holdouts: one statement per kind of thing, however many are asked for. */
export function partitionLoaders(tables: Tables, clock: () => Date) {
  return {
    layers: byKey(tables, Layer),
    holdouts: byKey(tables, Holdout),

    /** By a layer's key: what is held of it from now on. */
    heldRanges: new DataLoader<string, HeldRange[]>(async (keys) => {
      const now = clock();
      const held = (await heldRanges(tables.manager, keys)).filter((range) => mayRunAtOnce(range, {}, now));
      return keys.map((key) => held.filter(({ layer }) => layer === key));
    }),
  };
}

const byKey = <Row extends Partition>(tables: Tables, entity: new () => Row) =>
  new DataLoader<string, Row | null>(async (keys) => {
    const repository = tables.manager.getRepository<Partition>(entity);
    const found = await repository.findBy({ key: In(keys.filter(isName)) });
    return keys.map((key) => (found.find((row) => row.key === key) as Row | undefined) ?? null);
  });
