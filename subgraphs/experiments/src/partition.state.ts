import type { JsonObject } from '@trialogue/plugin-api';
import { type StatesOf } from '@trialogue/subgraph';
import { In } from 'typeorm';
import type { Partition } from './partition.entity';

/** Layers or holdouts as they stand, in the shape of what files say of them, by key. */
export const partitionStates =
  (entity: new () => Partition): StatesOf =>
  async (manager, keys) => {
    const rows = await manager.getRepository<Partition>(entity).findBy({ key: In([...keys]) });
    return new Map(rows.map(({ key, createdAt: _, ...state }) => [key, state as unknown as JsonObject]));
  };
