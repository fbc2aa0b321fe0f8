import { buildSchema, type DocumentNode, getOperationAST, parse } from 'graphql';
import { type Fold, foldSelections } from './fold-selections';
import { costOf } from './operation-cost';
import { sizes } from './operation-size';

const schema = buildSchema(`
  type Query { one: Thing  few: [Thing!]!  page(first: Int = 50, after: String): Page!  latest(last: Int): [Thing] any: [Any!]! }
  type Subscription { things: Thing! }
  type Thing { id: ID! name: String parts(first: Int): Page! tags: [String!] things: [Thing!]! }
  type Page { edges: [Edge!]! nodes: [Thing!]! total: Int! }
  type Edge { cursor: String! node: Thing! }
  type Other { name: String }
  union Any = Thing | Other
`);

function cost(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  return costOf(schema, document, getOperationAST(document)!)(variables);
}

test.each<[string, number]>([
  ['{ one { id name } }', 3],
  ['{ few { id } }', 1 + 10],
  ['{ few { id things { id } } }', 1 + 10 * (1 + 1 + 10)],
  ['{ one { tags } }', 2],
  ['{ latest(last: 3) { id name } }', 1 + 3 * 2],
  ['{ latest { id } }', 1 + 10],
  ['{ page { total } }', 2],
  ['{ page { edges { node { id } } } }', 1 + 1 + 50 * 2],
  ['{ page(first: 3) { edges { cursor node { id } } total } }', 1 + 1 + 3 * 3 + 1],
  ['{ page(first: 3) { ...P } } fragment P on Page { ...Q total } fragment Q on Page { nodes { id } }', 1 + 1 + 3 + 1],
  ['{ a: page(first: 2) { ...P } b: page(first: 4) { ...P } } fragment P on Page { nodes { id } }', 4 + 6],
  ['{ page(first: 4) { nodes { parts(first: 5) { nodes { id } } } } }', 1 + 1 + 4 * (1 + 1 + 5)],
  ['{ page(first: null) { nodes { id } } }', 1 + 1 + 50],
  ['{ page(first: 0) { nodes { id } } }', 2],
  ['{ page(first: -7) { nodes { id } } }', 1 + 1 + 50],
  ['{ few { id @skip(if: true) } }', 1 + 10],
  ['{ any { __typename ... on Thing { id } ... on Other { name } } }', 1 + 10 * 3],
  ['{ __schema { types { name fields { name } } } __type(name: "A") { fields { name } } }', 5 + 3],
  ['subscription { things { few: things { id } } }', 1 + 1 + 10],
])('%s costs %i', (text, expected) => {
  expect(cost(text)).toBe(expected);
});

test.each<[string, Record<string, unknown>, number]>([
  ['query ($n: Int) { page(first: $n) { nodes { id } } }', { n: 7 }, 2 + 7],
  ['query ($n: Int) { page(first: $n) { nodes { id } } }', {}, 2 + 50],
  ['query ($n: Int) { page(first: $n) { nodes { id } } }', { n: null }, 2 + 50],
  ['query ($n: Int = 9) { page(first: $n) { nodes { id } } }', {}, 2 + 9],
  ['query ($n: Int = 9) { page(first: $n) { nodes { id } } }', { n: 100 }, 2 + 100],
  ['query ($n: Int = 9) { latest(last: $n) { parts(first: $n) { total } } }', { n: 3 }, 1 + 3 * 2],
  [
    'query ($n: Int) { a: page(first: $n) { ...P } b: page(first: 1) { ...P } } fragment P on Page { nodes { id } }',
    { n: 5 },
    7 + 3,
  ],
])('%s with %j costs %i', (text, variables, expected) => {
  expect(cost(text, variables)).toBe(expected);
});

/** A document whose fragments double at each level. */
const doubling = (levels: number): DocumentNode =>
  parse(
    `query ($n: Int) { one { ...f0 } } ${Array.from({ length: levels }, (_, n) =>
      n === levels - 1
        ? `fragment f${n} on Thing { id parts(first: $n) { nodes { id } } }`
        : `fragment f${n} on Thing { ...f${n + 1} ...f${n + 1} }`,
    ).join(' ')}`,
  );

test('what doubles with each fragment is added up once for each field of the text', () => {
  let steps = 0;
  const counted: Fold<undefined, any> = {
    ...sizes,
    field(...given) {
      steps += 1;
      return sizes.field(...given);
    },
  };
  const document = doubling(60);
  const { fields } = foldSelections(document, counted)(getOperationAST(document)!.selectionSet, undefined);
  expect(fields).toBe(1 + 4 * 2 ** 59);
  expect(steps).toBe(5);
});
