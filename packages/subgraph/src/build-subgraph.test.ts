import { execute, type GraphQLError, parse } from 'graphql';
import { pino } from 'pino';
import { Arg, Directive, Field, ID, ObjectType, Query, Resolver, Subscription } from 'type-graphql';
import {
  buildSubgraph,
  connectionType,
  JsonObjectScalar,
  limitOf,
  type RequestContext,
  type Scope,
  Scoped,
  toConnection,
} from './index';

@Directive('@key(fields: "key")')
@ObjectType()
class Planet {
  @Field(() => ID)
  key: string;

  @Field(() => JsonObjectScalar)
  facts: object;
}

@Directive('@key(fields: "id")')
@ObjectType()
class Visitor {
  @Field(() => ID)
  id: string;
}

const PlanetConnection = connectionType('Planet', Planet);
const planets = ['earth', 'mars', 'venus'].map((key) => ({ key, facts: { letters: key.length } }));

@Resolver()
class PlanetResolver {
  @Scoped('read')
  @Query(() => PlanetConnection)
  planets(@Arg('first', () => Number) first: number) {
    return toConnection(planets.slice(0, limitOf(first)), first, (planet) => planet.key);
  }

  @Scoped('read')
  @Subscription(() => Planet, {
    subscribe: async function* () {
      yield* planets;
    },
  })
  seen(): Planet {
    throw new Error('the iterator’s values are the answers');
  }
}

const build = () =>
  buildSubgraph({
    name: 'space',
    resolvers: [PlanetResolver],
    instances: [new PlanetResolver()],
    orphanedTypes: [Visitor],
    references: { Visitor: { scope: 'read', resolve: (reference: { id: string }) => ({ id: reference.id }) } },
    loaders: () => ({}),
    close: async () => {},
  });

const request = (...scopes: Scope[]): RequestContext => ({
  caller: { subject: 'someone', scopes },
  requestId: 'r1',
  signal: new AbortController().signal,
  logger: pino({ level: 'silent' }),
});

async function ask(document: string, context: RequestContext, subgraph = build()) {
  const { data, errors } = await execute({
    schema: subgraph.current.schema,
    document: parse(document),
    contextValue: subgraph.contextFor(context),
  });
  return { data, codes: errors?.map((error: GraphQLError) => (error.originalError as { code?: string })?.code) };
}

test('a page of a connection says whether there is more', async () => {
  const { data } = await ask(
    '{ planets(first: 2) { edges { node { key facts } } pageInfo { hasNextPage } } }',
    request('read'),
  );
  expect(data).toMatchObject({ planets: { edges: [{ node: { key: 'earth' } }, {}], pageInfo: { hasNextPage: true } } });
});

test('a field is closed without its scope, and open to an admin', async () => {
  const document = '{ planets(first: 1) { pageInfo { hasNextPage } } }';
  expect((await ask(document, request('converse'))).codes).toEqual(['FORBIDDEN']);
  expect((await ask(document, request('admin'))).codes).toBeUndefined();
});

test('an entity that no field returns is there, and its reference is scoped', async () => {
  const document = '{ _entities(representations: [{ __typename: "Visitor", id: "v" }]) { ... on Visitor { id } } }';
  expect((await ask(document, request('read'))).data).toEqual({ _entities: [{ id: 'v' }] });
  expect((await ask(document, request())).codes).toEqual(['FORBIDDEN']);
});

test('the context of a request is one object, so that loaders batch', () => {
  const subgraph = build();
  const context = request('read');
  expect(subgraph.contextFor(context)).toBe(subgraph.contextFor(context));
  expect(subgraph.contextFor(context)).not.toBe(subgraph.contextFor(request('read')));
});

test('a plugin’s module joins the schema and leaves it again; a broken one changes nothing', async () => {
  const subgraph = build();
  const seen: string[] = [];
  subgraph.onChange(({ sdl }) => seen.push(sdl));
  const before = subgraph.current;
  const moons = { typeDefs: 'extend type Planet { moons: Int! }', resolvers: { Planet: { moons: () => 2 } } };
  const modules = [moons];
  const tried = subgraph.extended(modules);
  subgraph.extend(modules);
  expect(subgraph.current).toBe(tried);
  const document = '{ planets(first: 1) { edges { node { moons } } } }';
  expect((await ask(document, request('read'), subgraph)).data).toEqual({
    planets: { edges: [{ node: { moons: 2 } }] },
  });
  expect(() => subgraph.extend([{ typeDefs: 'extend type Planet { tail: Comet }', resolvers: {} }])).toThrow();
  expect(subgraph.current.sdl).toContain('moons');
  subgraph.extend([]);
  expect(subgraph.current.sdl).toBe(before.sdl);
  expect(seen).toHaveLength(2);
});

test('a root field without a scope does not build', () => {
  @Resolver()
  class Open {
    @Query(() => String)
    open(): string {
      return '';
    }
  }
  const options = {
    name: 'open',
    resolvers: [Open] as const,
    instances: [new Open()],
    loaders: () => ({}),
    close: async () => {},
  };
  expect(() => buildSubgraph({ ...options, resolvers: [Open] })).toThrow('Query.open declares no scope');
});

test('a request’s signal is read when a resolver reads it, not before', () => {
  let read = 0;
  const { signal } = new AbortController();
  const lazy = {
    ...request('read'),
    get signal() {
      read += 1;
      return signal;
    },
  };
  const context = build().contextFor(lazy) as RequestContext;
  expect(read).toBe(0);
  expect(context).toEqual(expect.objectContaining({ caller: lazy.caller, requestId: lazy.requestId }));
  expect(context.signal).toBe(signal);
  expect(read).toBe(1);
});
