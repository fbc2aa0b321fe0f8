// Ours: the product's gateway as a process of its own, before the same subgraphs; its arguments are `NAME=URL`.
const { callerSigner } = require('@trialogue/subgraph');
const { InFlight, remoteMembers, startGateway } = require('@trialogue/gateway');
const pino = require('pino');
const { subgraphs } = require('../gateway/shop');
const { serve } = require('../measure/server-process');

const places = new Map(process.argv.slice(2).map((argument) => argument.split('=')));
const replicas = new Map(
  [...places].map(([service, url]) => [
    service,
    [{ service, id: service, url: new URL(url).origin, schema: '', holds: [] }],
  ]),
);
const bodies = Object.entries(subgraphs).map(([name, { sdl }]) => ({ body: { name, sdl } }));
const releases = { heads: () => bodies, onHead: () => () => {} };
const directory = { choose: (service) => replicas.get(service), failed() {} };

serve(async () => {
  const { url } = await startGateway({
    members: remoteMembers(releases, { directory, sign: callerSigner('s'.repeat(32)), inFlight: new InFlight() }),
    host: '127.0.0.1',
    port: 0,
    identity: { keys: [] },
    origins: { origins: [], hosts: [] },
    limits: { rate: 0 },
    logger: pino({ level: 'info' }, pino.destination(2)),
  });
  return `${url}/graphql`;
});
