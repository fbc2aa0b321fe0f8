// The shop that every contestant serves: products, and their stock, which another subgraph knows by the products' key.
const { parse } = require('graphql');

const ids = Array.from({ length: 100 }, (_, index) => String(index + 1));
const products = ids.map((id) => ({ id, name: `Product ${id}`, price: 100 + Number(id) }));
const stocks = new Map(ids.map((id) => [id, { id, stock: Number(id) % 7, rating: 1 + (Number(id) % 9) / 2 }]));

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n';
const productsSdl = `${link}
  type Query { products(first: Int!): [Product!]! }
  type Product @key(fields: "id") { id: ID! name: String! price: Int! }
`;
const stockSdl = `${link}
  type Product @key(fields: "id") { id: ID! stock: Int! rating: Float! }
`;
const wholeSdl = `
  type Query { products(first: Int!): [Product!]! }
  type Product { id: ID! name: String! price: Int! stock: Int! rating: Float! }
`;

const Query = { products: (_parent, { first }) => products.slice(0, first) };

/** The two subgraphs, by name; `module` is what `buildSubgraphSchema` takes. */
exports.subgraphs = {
  products: { sdl: productsSdl, module: { typeDefs: parse(productsSdl), resolvers: { Query } } },
  stock: {
    sdl: stockSdl,
    module: {
      typeDefs: parse(stockSdl),
      resolvers: { Product: { __resolveReference: ({ id }) => stocks.get(id) } },
    },
  },
};

/** The same in one schema. */
exports.whole = {
  typeDefs: wholeSdl,
  resolvers: {
    Query,
    Product: { stock: ({ id }) => stocks.get(id).stock, rating: ({ id }) => stocks.get(id).rating },
  },
};

exports.query = 'query Shelf($first: Int!) { products(first: $first) { id name price stock rating } }';
exports.variables = { first: 20 };
