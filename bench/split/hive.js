// Peer: Hive Gateway with its Rust query planner, before subgraphs that it reaches over HTTP; its arguments are `NAME=URL`.
const { createServer } = require('node:http');
const { composeServices } = require('@apollo/composition');
const { createGatewayRuntime } = require('@graphql-hive/gateway-runtime');
const { unifiedGraphHandler } = require('@graphql-hive/router-runtime');
const { parse } = require('graphql');
const { subgraphs } = require('../gateway/shop');
const { serve } = require('../measure/server-process');

serve(async () => {
  const places = new Map(process.argv.slice(2).map((argument) => argument.split('=')));
  const { supergraphSdl } = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, typeDefs: parse(sdl), url: places.get(name) })),
  );
  const gateway = createGatewayRuntime({
    supergraph: supergraphSdl,
    unifiedGraphHandler,
    logging: false,
    landingPage: false,
    graphiql: false,
    skipValidation: false,
  });
  const server = createServer(gateway);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/graphql`;
});
