// One subgraph of the shop on Apollo Server; its name is the argument.
const { buildSubgraphSchema } = require('@apollo/subgraph');
const { serve } = require('../measure/server-process');
const { serveApollo } = require('./apollo');
const { subgraphs } = require('./shop');

const [name] = process.argv.slice(2);
serve(() => serveApollo({ schema: buildSubgraphSchema([subgraphs[name].module]) }));
