import { buildSchema as buildModel, operationFromDocument } from '@apollo/federation-internals';
import { computeResponse } from '@apollo/gateway/dist/resultShaping';
import fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  executeSync,
  type GraphQLCompositeType,
  type GraphQLError,
  getNamedType,
  isCompositeType,
  isEnumType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { ResponseShaper } from './response-shaper';

const sdl = `
  type Query { node: Node  nodes: [Node!]!  item: Item  items: [Item]  things: [Thing!]  shelf: Shelf! }
  interface Node { id: ID!  parent: Node  size: Size  label: String }
  type Item implements Node {
    id: ID!  parent: Shelf  size: Size  label: String!  tags: [String!]  grid: [[Int!]]!  extra: JSON  things: [Thing!]!
  }
  type Shelf implements Node {
    id: ID!  parent: Node  size: Size  label: String  items: [Item!]!  open: Boolean!  weight: Float  constructor: String
  }
  union Thing = Item | Shelf
  enum Size { S M }
  scalar JSON
`;
const model = buildModel(sdl);
const schema = buildSchema(sdl);
/** Answers null wherever it likes, and sizes that the strict one does not know. */
const loose = buildSchema(sdl.replaceAll('!', '').replace('S M', 'S M HIDDEN'));

function shaperOf(document: DocumentNode): ResponseShaper {
  return new ResponseShaper(schema, document, document.definitions[0] as OperationDefinitionNode);
}
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('shapes any answer as Apollo’s gateway does', () => {
  fc.assert(
    fc.property(fc.gen(), (gen) => {
      const random = randomly(gen);
      const document = parse(random.operation());
      fc.pre(validate(schema, document).length === 0);
      const variables = random.variables();
      const fetched = random.fetched(document, variables);

      const operation = operationFromDocument(model, document);
      const theirs = computeResponse({ operation, variables, input: fetched, introspectionHandling: () => null });
      const ours = shaperOf(document).shape(variables, fetched);

      // What is selected in several places is shaped at once here, so that another null may be met first.
      const repeats = /\.\.\.|@/.test(print(document));
      const paths = (errors: readonly GraphQLError[]) =>
        repeats ? errors.length > 0 : errors.map(({ path }) => String(path));
      // The operation and what was fetched are there to be read when this fails.
      const given = { operation: print(document), variables, fetched };
      expect(plain({ ...given, data: ours.data, errors: paths(ours.unexplained) })).toEqual(
        plain({ ...given, data: theirs.data ?? null, errors: paths(theirs.errors) }),
      );
    }),
    { numRuns: 400, endOnFailure: true },
  );
});

test('a fragment in a fragment is chosen by the object’s own type, also where no __typename was fetched', () => {
  const document = parse('{ item { ... on Node { ... on Item { label } } } }');
  const fetched = { item: { label: 'here' } };
  expect(plain(shaperOf(document).shape({}, fetched).data)).toEqual(fetched);
  const theirs = computeResponse({
    ...{ operation: operationFromDocument(model, document), variables: {}, input: fetched },
    introspectionHandling: () => null,
  });
  expect(plain(theirs.data)).toEqual({ item: {} });
});

test('fields come in the order in which they are first selected', () => {
  const document = parse('{ item { id } ... { item { size } } item { label } }');
  const { data } = shaperOf(document).shape({}, { item: { label: 'l', size: 'S', id: '1' } });
  expect(JSON.stringify(data)).toBe('{"item":{"id":"1","size":"S","label":"l"}}');
});

test('conditions are looked at for each answer, however many combinations there are', () => {
  const names = Array.from({ length: 6 }, (_, index) => `v${index}`);
  const document = parse(
    `query (${names.map((name) => `$${name}: Boolean = true`)}) { ${names
      .map((name) => `${name}: shelf @include(if: $${name}) { id }`)
      .join(' ')} }`,
  );
  const shaper = shaperOf(document);
  const fetched = Object.fromEntries(names.map((name) => [name, { id: name }]));
  for (let bits = 0; bits < 64; bits += 1) {
    const included = names.filter((_, index) => bits & (1 << index));
    const variables = Object.fromEntries(names.filter((name) => !included.includes(name)).map((name) => [name, false]));
    expect(Object.keys(shaper.shape(variables, fetched).data!)).toEqual(included);
  }
});

test.each([
  ['{ items { id } }', { items: 'none' }],
  ['{ item { id } }', { item: 'none' }],
  ['{ node { id } }', { node: { __typename: 7, id: '1' } }],
])('%s of another structure is refused', (text, fetched) => {
  expect(() => shaperOf(parse(text)).shape({}, fetched)).toThrow('A subgraph answered');
});

test('an alias may have any name; what objects inherit is not data', () => {
  const shaper = shaperOf(parse('{ __proto__: item { constructor: id toString: extra } }'));
  const fetched = JSON.parse('{"__proto__":{"constructor":"1"}}');
  expect(JSON.stringify(shaper.shape({}, fetched).data)).toBe('{"__proto__":{"constructor":"1","toString":null}}');
});

function randomly(gen: fc.GeneratorValue) {
  const chance = (percent: number) => gen(fc.integer, { min: 0, max: 99 }) < percent;
  const pick = <One>(list: readonly One[]): One => list[gen(fc.nat, list.length - 1)]!;
  const condition = () =>
    chance(15) ? ` @${pick(['skip', 'include'])}(if: ${pick(['$yes', '$no', 'true', 'false'])})` : '';

  function selections(type: GraphQLCompositeType, depth: number): string {
    const some = Array.from({ length: 1 + gen(fc.nat, 3) }, () => selection(type, depth));
    return `{ ${some.join(' ')} }`;
  }
  function selection(type: GraphQLCompositeType, depth: number): string {
    if (chance(10)) return `${pick(['', 'kind: '])}__typename${condition()}`;
    if (isUnionType(type) || chance(25)) {
      const names = type.name === 'Query' ? ['', 'Query'] : ['', 'Node', 'Item', 'Shelf', 'Thing'];
      const name = pick(names);
      const inner = name === '' ? type : (schema.getType(name) as GraphQLCompositeType);
      return depth > 0 ? `... ${name && `on ${name}`}${condition()} ${selections(inner, depth - 1)}` : '__typename';
    }
    const { name, type: given } = pick(Object.values(type.getFields()));
    const below = getNamedType(given);
    if (isCompositeType(below) && depth === 0) return '__typename';
    const alias = chance(30) ? `other_${name}: ` : '';
    return `${alias}${name}${condition()}${isCompositeType(below) ? selections(below, depth - 1) : ''}`;
  }

  /** A value for a field, or what no good subgraph answers. */
  function value(type: string, list: boolean): unknown {
    if (chance(12)) return null;
    if (list) return Array.from({ length: gen(fc.nat, 3) }, () => value(type, false));
    const named = loose.getType(type)!;
    if (isEnumType(named)) return pick(['S', 'M', 'HIDDEN']);
    if (isObjectType(named)) return {};
    if (isCompositeType(named)) return { kind: pick(['Item', 'Shelf']) };
    return { ID: 'i1', String: 'text', Int: 7, Float: 0.5, Boolean: false, JSON: { a: [1] } }[type];
  }

  return {
    operation: () => `query ($yes: Boolean!, $no: Boolean = false) ${selections(schema.getQueryType()!, 5)}`,
    variables: () => ({ yes: chance(50), ...(chance(50) && { no: chance(50) }) }),
    fetched(document: DocumentNode, variableValues: Record<string, unknown>) {
      const { data } = executeSync({
        schema: loose,
        document: withTypenames(document, () => chance(50)),
        variableValues,
        rootValue: {},
        fieldResolver: (_source, _arguments, _context, { returnType }) =>
          String(returnType).startsWith('[[')
            ? [[1, 2], null, [chance(50) ? null : 3]]
            : value(getNamedType(returnType).name, String(returnType).startsWith('[')),
        typeResolver: ({ kind }) => kind,
      });
      return { ...damaged(data!, () => chance(3)), __typename: 'Query' };
    },
  };
}

/** As a plan does: a type is asked for where it is not known, here also where fragments ask for it. */
function withTypenames(document: DocumentNode, also: () => boolean): DocumentNode {
  const info = new TypeInfo(schema);
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  const enter = (set: SelectionSetNode) => {
    const needed = !isObjectType(info.getParentType()) || set.selections.some(({ kind }) => kind !== Kind.FIELD);
    return needed || also() ? { ...set, selections: [typename, ...set.selections] } : undefined;
  };
  return visit(document, visitWithTypeInfo(info, { SelectionSet: enter }));
}

/** Some values are missing, and some types unknown. */
function damaged(data: any, some: () => boolean): any {
  if (Array.isArray(data)) return data.map((one) => damaged(one, some));
  if (typeof data !== 'object' || data === null) return data;
  const kept = Object.entries(data).filter(([key]) => key === '__typename' || !some());
  const copy: any = Object.fromEntries(kept.map(([key, value]) => [key, damaged(value, some)]));
  if (copy.__typename && some()) copy.__typename = 'Ghost';
  return copy;
}
