import { buildSchema, GraphQLError } from 'graphql';
import type { FetchNode, PlanNode } from './apollo';
import { type PlanRun, runPlan } from './run-plan';

const schema = buildSchema(`
  type Query { things: [Thing] }
  interface Thing { id: ID! }
  type Book implements Thing { id: ID! price: Int }
  type Cup implements Thing { id: ID! }
`);

const key = [
  { kind: 'Field', name: '__typename' },
  { kind: 'Field', name: 'id' },
] as const;
const root = { kind: 'Fetch', serviceName: 'things', operation: '', operationKind: 'query' } as FetchNode;
const prices: PlanNode = {
  kind: 'Flatten',
  path: ['things', '@'],
  node: {
    ...root,
    serviceName: 'prices',
    requires: [{ kind: 'InlineFragment', typeCondition: 'Book', selections: [...key] }],
  },
};

function run(fetchers: PlanRun['fetchers']) {
  const node: PlanNode = { kind: 'Sequence', nodes: [root, prices] };
  return runPlan(node, { fetchers, schema, variables: {}, request: {} as never, operation: {} as never });
}

const things = async () => ({
  data: {
    things: [{ __typename: 'Cup', id: '1' }, null, { __typename: 'Book', id: '2' }, { __typename: 'Book', id: '3' }],
  },
});

test('only entities of the type are asked for, and an error is at the place of its own entity', async () => {
  const asked: unknown[] = [];
  const { data, errors } = await run({
    things,
    async prices({ variables }) {
      asked.push(...(variables.representations as unknown[]));
      const error = new GraphQLError('no price', { path: ['_entities', 1, 'price'], extensions: { code: 'X' } });
      return { data: { _entities: [{ price: 7 }, { price: null }] }, errors: [error] };
    },
  });
  expect(JSON.parse(JSON.stringify(asked))).toEqual([
    { __typename: 'Book', id: '2' },
    { __typename: 'Book', id: '3' },
  ]);
  expect(data.things.map((thing: any) => thing?.price)).toEqual([undefined, undefined, 7, null]);
  expect(errors.map(({ path, extensions }) => [path, extensions])).toEqual([[['things', 3, 'price'], { code: 'X' }]]);
});

test('what is fetched of an entity is merged into what is there, whatever its fields are called', async () => {
  const { data } = await run({
    things: async () => ({ data: { things: [{ __typename: 'Book', id: '2', shop: { name: 'A' }, old: 1 }] } }),
    prices: async () => ({
      data: {
        _entities: [JSON.parse('{"shop":{"city":"B"},"old":2,"price":null,"__proto__":{"x":1},"toString":"t"}')],
      },
    }),
  });
  const [book] = data.things;
  expect(JSON.parse(JSON.stringify(book))).toEqual(
    JSON.parse(
      '{"__typename":"Book","id":"2","shop":{"name":"A","city":"B"},"old":2,"price":null,"__proto__":{"x":1},"toString":"t"}',
    ),
  );
  expect(Object.getPrototypeOf(book)).toBe(Object.prototype);
  expect(({} as any).x).toBeUndefined();
});

test('a subgraph that throws takes only its own part with it', async () => {
  const cause = new Error('gone');
  const { data, errors } = await run({
    things,
    prices: async () => {
      throw cause;
    },
  });
  expect(data.things[2].id).toBe('2');
  expect(errors).toEqual([expect.objectContaining({ originalError: cause })]);
});
