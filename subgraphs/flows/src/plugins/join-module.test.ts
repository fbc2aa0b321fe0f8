import type { GraphModule } from '@trialogue/plugin-api';
import { parse } from 'graphql';
import { joinModule } from './join-module';
import { Ownership } from './ownership';

const own = `
  type Query { flow(key: ID!): String }
  type Conversation @key(fields: "id") { id: ID! unit: ID! }
  type Variant @key(fields: "key") { key: ID! }
  enum Status { ON OFF }
`;
const running = { during: <T>(work: () => Promise<T>) => work() };
const there = () => new Ownership('the subgraph flows', parse(own));
const join = (module: Partial<GraphModule>, name = 'tested', before = there()) =>
  joinModule(
    { plugin: name, module: { typeDefs: 'extend type Variant { spare: Int }', resolvers: {}, ...module }, running },
    before,
  );
const field = (type: string, name: string): Partial<GraphModule> => ({
  typeDefs: `extend type ${type} { ${name}: Int }`,
  resolvers: { [type]: { [name]: type === 'Subscription' ? { subscribe: async function* () {} } : () => 1 } },
});

describe('what is declared already is its owner’s', () => {
  test.each<[string, Partial<GraphModule>, string]>([
    ['a field', field('Conversation', 'unit'), 'the field Conversation.unit is declared by the subgraph flows'],
    ['a root field', field('Query', 'flow'), 'the field Query.flow is declared by the subgraph flows'],
    [
      'a type',
      { typeDefs: 'type Conversation { id: ID! }' },
      'the type Conversation is declared by the subgraph flows; extend it with `extend type Conversation`, or call yours otherwise',
    ],
    ['an enum', { typeDefs: 'enum Status { ON }' }, 'the type Status is declared by the subgraph flows'],
    ['a type of another kind', { typeDefs: 'scalar Status' }, 'the type Status is declared by the subgraph flows'],
  ])('by the subgraph: %s', (_, module, problem) => {
    expect(() => join(module)).toThrow(problem);
  });

  test.each<[string, Partial<GraphModule>, Partial<GraphModule>, string]>([
    ['a root field', field('Query', 'a'), field('Query', 'a'), 'the field Query.a is declared by the plugin first'],
    ['a field', field('Variant', 'a'), field('Variant', 'a'), 'the field Variant.a is declared by the plugin first'],
    [
      'a field of a subscription',
      field('Subscription', 'a'),
      field('Subscription', 'a'),
      'the field Subscription.a is declared by the plugin first',
    ],
    [
      'a type',
      { typeDefs: 'type A { b: Int }' },
      { typeDefs: 'input A { b: Int }' },
      'the type A is declared by the plugin first',
    ],
    [
      'a field of the first one’s type',
      { typeDefs: 'type A { b: Int }' },
      field('A', 'b'),
      'the field A.b is declared by the plugin first',
    ],
    [
      'a field of an entity that neither declares',
      field('Experiment', 'a'),
      field('Experiment', 'a'),
      'the field Experiment.a is declared by the plugin first',
    ],
  ])('by another plugin: %s', (_, first, second, problem) => {
    const before = there();
    join(first, 'first', before);
    expect(() => join(second, 'second', before)).toThrow(problem);
  });

  test('but plugins extend each other’s types and the same entity, whose key each declares', () => {
    const before = there();
    const keyed = (name: string) => ({
      typeDefs: `extend type Variant @key(fields: "key") { key: ID! @external config: JSON @external ${name}: Int }`,
    });
    expect(join(keyed('a'), 'first', before).typeDefs).toBe(
      'extend type Variant {\n  config: JSON @external\n  a: Int\n}',
    );
    expect(join(keyed('b'), 'second', before).typeDefs).toBe('extend type Variant {\n  b: Int\n}');
    join({ typeDefs: 'type A { b: Int }' }, 'third', before);
    join(field('A', 'c'), 'fourth', before);
  });
});

test('who repeats a field does not own it, whoever comes first', () => {
  const [foo, more] = [
    'type Foo @key(fields: "id") { id: ID! }',
    'extend type Foo @key(fields: "id") { id: ID! @external extra: Int }',
  ];
  for (const order of [
    [foo, more],
    [more, foo],
  ]) {
    const before = new Ownership(
      'the subgraph flows',
      parse(own),
      order.map((typeDefs) => parse(typeDefs)),
    );
    const joined = order.map((typeDefs, at) => join({ typeDefs }, `plugin ${at}`, before).typeDefs);
    expect(joined[order.indexOf(more)]).toBe('extend type Foo {\n  extra: Int\n}');
    expect(joined[order.indexOf(foo)]).toContain('type Foo @key');
  }
});

test.each<[Partial<GraphModule>, string]>([
  [{ typeDefs: 'type {' }, 'Syntax Error'],
  [{ typeDefs: 'schema { query: Q }' }, 'it says something of the schema as a whole'],
  [{ typeDefs: 'extend schema @link(url: "https://a")' }, 'it says something of the schema as a whole'],
  [{ typeDefs: 'directive @a on FIELD' }, 'it declares the directive @a; plugins have none'],
  [{ typeDefs: '{ a }' }, 'its SDL has an operation in it'],
  [{ typeDefs: 'extend enum Status { MAYBE }' }, 'it extends Status, and plugins extend object types only'],
  [{ typeDefs: 'type _Service { a: Int }' }, 'it declares _Service, a name that federation keeps for itself'],
  [
    { typeDefs: 'extend type Variant { a: Int @federation__override(from: "experiments") }' },
    'it says @federation__override of what it declares',
  ],
  [{ typeDefs: 'extend type Variant @inaccessible { a: Int }' }, 'it says @inaccessible of Variant, which it extends'],
  [
    { typeDefs: 'extend type Variant { key: ID! @external @inaccessible }' },
    'it says @inaccessible of key, which is another’s',
  ],
  [{ resolvers: { Query: { b: () => 1 } } }, 'it brings a resolver of Query.b, which its SDL does not declare'],
  [
    { typeDefs: 'extend type Variant { key: ID! @external }', resolvers: { Variant: { key: () => 1 } } },
    'it brings a resolver of Variant.key, which its SDL does not declare',
  ],
  [{ typeDefs: 'extend type Query { a: Int }' }, 'it declares Query.a and brings no resolver of it'],
  [
    { ...field('Query', 'a'), resolvers: { Query: { a: { subscribe: async function* () {} } } } },
    'its resolver of Query.a has `subscribe`, as only fields of Subscription may',
  ],
  [
    { ...field('Subscription', 'a'), resolvers: { Subscription: { a: () => 1 } } },
    'its resolver of Subscription.a needs `subscribe`',
  ],
  [
    { ...field('Query', 'a'), resolvers: { Query: { a: 7 as never } } },
    'its resolver of Query.a is neither a function nor has it `subscribe`',
  ],
  [{ scopes: { Query: { a: ['read'] } } }, 'it says who may see Query.a, which its SDL does not declare'],
  [{ ...field('Query', 'a'), scopes: { Query: { a: [] } } }, 'the scopes of Query.a are to be a list of read, assign'],
  [{ ...field('Query', 'a'), scopes: { Query: { a: ['all' as never] } } }, 'the scopes of Query.a are to be a list'],
  [
    { typeDefs: 'type A { a: Int }', references: { A: async () => [] } },
    'it finds references of A, which it does not declare with a @key',
  ],
  [
    { references: { Variant: async () => [] } },
    'it finds references of Variant, which it does not declare with a @key',
  ],
])('a module that says what it may not is refused: %j', (module, problem) => {
  expect(() => join(module)).toThrow(problem);
});
