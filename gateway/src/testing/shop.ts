import { DomainError } from '@trialogue/errors';
import { GraphQLError, GraphQLScalarType } from 'graphql';
import { EventSource } from './event-source';
import { subgraphOf, type TestSubgraph } from './subgraph-of';

/** Two subgraphs that share an entity: `items` owns it, `stock` adds to it. */
export interface Shop {
  readonly items: TestSubgraph;
  readonly stock: TestSubgraph;
  readonly subgraphs: TestSubgraph[];
  readonly ticks: EventSource<{ id: string }>;
  /** Opens when the gate is. */
  readonly late: EventSource<{ id: string }>;
  /** What `_entities` of `stock` was asked: one list of ids for each fetch. */
  readonly fetched: string[][];
  /** Opened by a `wait` query, and by a tick of the item `slow`; the test lets it go on. */
  readonly gate: { readonly opened: AbortSignal[]; release(): void };
}

export const itemsSdl = `
  type Query {
    items(first: Int = 3): [Item!]!
    item(id: ID!): Item
    at(day: Day!): String
    whoAmI: String!
    wait: String
    broken: String
    refused: String
  }
  type Mutation { rename(id: ID!, name: String!): Item!  slow: String }
  type Subscription { ticks: Item!  deaf: Item!  late: Item! }
  scalar Day
  type Item @key(fields: "id") { id: ID! name: String! grams: Int! }
`;

/** The SDL of `items` with one more thing said of an item. */
export const itemsSdlWith = (field: string): string => itemsSdl.replace('grams: Int!', `grams: Int! ${field}`);

const stockSdl = `
  type Item @key(fields: "id") {
    id: ID!
    grams: Int! @external
    stock: Int
    shelf: String
    postage: Int! @requires(fields: "grams")
  }
`;

export function makeShop(): Shop {
  const ticks = new EventSource<{ id: string }>();
  const late = new EventSource<{ id: string }>();
  const fetched: string[][] = [];
  const opened: AbortSignal[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const waiting = async (context: any) => {
    opened.push(context.signal);
    await released;
    return context.signal.aborted ? 'aborted' : 'finished';
  };
  const item = (id: string) => ({ id, name: `Item ${id}`, grams: Number(id) * 100 });
  const items = subgraphOf('items', itemsSdl, {
    Query: {
      items: (_: unknown, { first }: any) => Array.from({ length: first }, (_each, index) => item(String(index + 1))),
      item: (_: unknown, { id }: any) => (id === '404' ? null : item(id)),
      at: (_: unknown, { day }: any) => `at ${day}`,
      whoAmI: (_: unknown, __: unknown, { caller, requestId }: any) => JSON.stringify({ ...caller, requestId }),
      wait: (_: unknown, __: unknown, context: any) => waiting(context),
      broken: () => {
        throw new Error('password=hunter2');
      },
      refused: () => {
        throw new DomainError('EXPERIMENT_NOT_FOUND', { experiment: 'x' });
      },
    },
    Mutation: {
      rename: (_: unknown, { id, name }: any) => ({ ...item(id), name }),
      slow: (_: unknown, __: unknown, context: any) => waiting(context),
    },
    Subscription: {
      ticks: {
        subscribe: (_: unknown, __: unknown, context: any) => ticks.open(context.signal),
        async resolve({ id }: any, _: unknown, context: any) {
          if (id === 'slow') await waiting(context);
          return item(id);
        },
      },
      deaf: { subscribe: () => deafGenerator() },
      late: {
        subscribe: async () => {
          await released;
          return late.open();
        },
      },
    },
    Item: { __resolveReference: ({ id }: any) => item(id) },
    Day: day,
  });
  const stock = subgraphOf('stock', stockSdl, {
    Item: {
      __resolveReference(reference: any, context: any) {
        if (context.loaded.size === 0) fetched.push([]);
        context.loaded.add(reference.id);
        fetched.at(-1)!.push(reference.id);
        return reference;
      },
      stock: ({ id }: any) => Number(id),
      shelf({ id }: any) {
        if (id === '2') throw new DomainError('CONFIG_INVALID', { subject: 'Shelf', count: 1, first: 'no such shelf' });
        return `shelf ${id}`;
      },
      postage: ({ grams }: any) => grams / 50,
    },
  });
  return { items, stock, subgraphs: [items, stock], ticks, late, fetched, gate: { opened, release: () => release() } };
}

/** Never answers, and as a generator cannot even be returned before it does. */
async function* deafGenerator(): AsyncGenerator<never> {
  await new Promise(() => {});
}

const day = new GraphQLScalarType({
  name: 'Day',
  parseValue(value) {
    if (value === 'monday') return value;
    throw new GraphQLError(`There is no day ${value}`);
  },
});
