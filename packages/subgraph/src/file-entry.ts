import type { JsonObject } from '@trialogue/plugin-api';
import DataLoader from 'dataloader';
import { GraphQLDateTime as DateTimeScalar } from 'graphql-scalars';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { EntityManager } from 'typeorm';
import { FieldChange } from './applied';
import { appliedEntries } from './applied-entries';
import { differencesOf } from './differences';
import { isName } from './input-problems';
import { sqlOf, type Tables } from './tables';

/** What a file said of something, and what became of that since. */
@Directive('@shareable')
@ObjectType()
export class FileEntry {
  @Field(() => ID, { description: 'SHA-256 of the entry as it was applied last.' })
  hash: string;

  @Field(() => DateTimeScalar, { description: 'When applying it last changed something here, or it was new itself.' })
  appliedAt: Date;

  @Field(() => [FieldChange], { description: 'What was changed here since then, by something else than a file.' })
  drift: FieldChange[];
}

/** What the database holds of these things, in the shape of an entry; without those that are not there. */
export type StatesOf = (manager: EntityManager, keys: readonly string[]) => Promise<ReadonlyMap<string, JsonObject>>;

/** What files said of things of a kind, by key; null for what no file brought. */
export const fileEntries = (tables: Tables, kind: string, statesOf: StatesOf) =>
  new DataLoader<string, FileEntry | null>((keys) =>
    tables.transaction(async (manager) => {
      const applied = await appliedEntries(sqlOf(manager), kind, keys.filter(isName));
      const states = await statesOf(manager, [...applied.keys()]);
      return keys.map((key) => {
        const entry = applied.get(key);
        if (!entry) return null;
        const { hash, state, at: appliedAt } = entry;
        return { hash, appliedAt, drift: differencesOf(state, states.get(key)) };
      });
    }),
  );
