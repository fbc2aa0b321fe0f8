// Peer: Apollo's own gateway before subgraphs that it reaches over HTTP; its arguments are `NAME=URL`.
const { ApolloGateway, IntrospectAndCompose } = require('@apollo/gateway');
const { serve } = require('../measure/server-process');
const { serveApollo, silent } = require('./apollo');

const subgraphs = process.argv.slice(2).map((argument) => {
  const [name, url] = argument.split('=');
  return { name, url };
});
const supergraphSdl = new IntrospectAndCompose({ subgraphs });
serve(() => serveApollo({ gateway: new ApolloGateway({ supergraphSdl, logger: silent }) }));
