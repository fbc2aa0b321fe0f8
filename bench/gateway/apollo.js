const { ApolloServer } = require('@apollo/server');
const disabled = require('@apollo/server/plugin/disabled');
const { startStandaloneServer } = require('@apollo/server/standalone');

const silent = { debug() {}, info() {}, warn() {}, error: console.error };

/** Apollo Server on a free port, without what our own door leaves out too, so that nobody pays for more than the query. */
exports.serveApollo = async function serveApollo(graph) {
  const server = new ApolloServer({
    ...graph,
    logger: silent,
    plugins: [
      disabled.ApolloServerPluginCacheControlDisabled(),
      disabled.ApolloServerPluginInlineTraceDisabled(),
      disabled.ApolloServerPluginLandingPageDisabled(),
      disabled.ApolloServerPluginSchemaReportingDisabled(),
      disabled.ApolloServerPluginUsageReportingDisabled(),
    ],
    persistedQueries: false,
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return url;
};
exports.silent = silent;
