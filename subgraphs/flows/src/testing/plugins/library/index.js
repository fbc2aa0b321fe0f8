/** Brings an entity of its own, a subscription, fields with scopes, a tool, and resolvers that fail. */
const { PluginError } = require('@trialogue/plugin-api');

const shared = { batches: [], open: 0, aborted: 0, push: () => {} };
globalThis.library = shared;

/** A queue of events that `push` fills, until the signal ends it. */
async function* news({ signal }) {
  const waiting = [];
  let wake = () => {};
  shared.push = (event) => {
    waiting.push(event);
    wake();
  };
  signal.addEventListener('abort', () => wake(), { once: true });
  shared.open += 1;
  try {
    while (!signal.aborted) {
      if (waiting.length === 0)
        await new Promise((resolve) => {
          wake = resolve;
        });
      for (const event of waiting.splice(0)) {
        if (event === 'burn') throw new Error('a secret');
        yield event;
      }
    }
  } finally {
    shared.open -= 1;
  }
}

module.exports = {
  name: 'library',
  version: '1.0.0',
  apiVersion: 1,
  options: { type: 'object', properties: {} },
  setup: async (_, host) => ({
    graph: {
      typeDefs: `
        type Book @key(fields: "isbn") { isbn: ID! title: String lent: Boolean! worth: Int }
        union Found = Book | Shelf
        type Shelf { name: String! books: [Book!]! }
        extend type Layer @key(fields: "key") { key: ID! @external shelf: Shelf }
        extend type Query { book(isbn: ID!): Book found: [Found!]! fails(how: String!): String mine(key: String!): JSON }
        extend type Mutation { lend(isbn: ID!): Book keep(key: String!, value: JSON): JSON }
        extend type Subscription { news(topic: String): String }
      `,
      resolvers: {
        Query: {
          book: (_, { isbn }) => ({ isbn, title: 'A', lent: false, worth: 7 }),
          found: () => [
            { __typename: 'Book', isbn: '1', title: 'A', lent: false },
            { __typename: 'Shelf', name: 'S', books: [] },
          ],
          fails(_, { how }, { signal, logger }) {
            logger.info({}, 'Asked to fail.');
            if (how === 'code') throw new PluginError('LIBRARY_CLOSED', 'We are closed.', { help: 'Come tomorrow.' });
            if (how === 'late code')
              return Promise.reject(Object.assign(new Error('No.'), { name: 'PluginError', code: 'NO' }));
            if (how === 'bad code') throw new PluginError('not upper', 'We are closed.');
            if (how === 'hangs') {
              signal.addEventListener('abort', () => {
                shared.aborted += 1;
              });
              return new Promise(() => {});
            }
            throw new Error('a stranger’s secret');
          },
          mine: async (_, { key }) => (await host.records.get(key))?.value,
        },
        Mutation: {
          lend: (_, { isbn }) => ({ isbn, title: 'A', lent: true }),
          keep: async (_, { key, value }) => (await host.records.put(key, value)).version,
        },
        Subscription: { news: { subscribe: (_, context) => news(context) } },
        Layer: { shelf: ({ key }) => ({ name: key, books: [] }) },
      },
      scopes: {
        Book: { worth: ['edit'] },
        Query: { found: ['converse', 'track'] },
        Mutation: { lend: ['assign'] },
        Subscription: { news: ['track'] },
      },
      references: {
        Book: async (keys) => {
          shared.batches.push(keys.map(({ isbn }) => isbn));
          return keys.map(({ isbn }) =>
            isbn === 'none' ? null : { isbn, title: `Book ${isbn}`, lent: false, worth: 1 },
          );
        },
      },
    },
  }),
};
