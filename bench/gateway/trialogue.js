// Ours: the product's gateway as built, with both subgraphs in its process.
const { buildSubgraphSchema } = require('@apollo/subgraph');
const { membersOf, startGateway } = require('@trialogue/gateway');
const pino = require('pino');
const { serve } = require('../measure/server-process');
const { subgraphs } = require('./shop');

/** A subgraph that never changes, with a context per request as the product's have. */
function subgraph(name, { sdl, module }) {
  const contexts = new WeakMap();
  return {
    name,
    current: { sdl, schema: buildSubgraphSchema([module]) },
    onChange: () => () => {},
    contextFor(request) {
      if (!contexts.has(request)) contexts.set(request, contextWith(request));
      return contexts.get(request);
    },
    close: async () => {},
  };
}

/** As `buildSubgraph` makes one: the signal is left unread. */
const contextWith = (request) => ({
  caller: request.caller,
  requestId: request.requestId,
  logger: request.logger,
  loaders: {},
  get signal() {
    return request.signal;
  },
});

serve(async () => {
  const { url } = await startGateway({
    members: membersOf(Object.entries(subgraphs).map(([name, parts]) => subgraph(name, parts))),
    host: '127.0.0.1',
    port: 0,
    identity: { keys: [] },
    origins: { origins: [], hosts: [] },
    limits: { rate: 0 },
    logger: pino({ level: 'info' }, pino.destination(2)),
  });
  return `${url}/graphql`;
});
