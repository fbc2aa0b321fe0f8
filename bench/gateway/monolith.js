// Peer: the whole shop as one schema on Apollo Server, what a query costs when nothing has to be joined.
const { serve } = require('../measure/server-process');
const { serveApollo } = require('./apollo');
const { whole } = require('./shop');

serve(() => serveApollo(whole));
