import path from 'node:path';
import {
  InFlight,
  ReplicaDirectory,
  remoteMembers,
  replicasFile,
  startGateway,
  supergraphFile,
} from '@trialogue/gateway';
import { whichDatabase } from '@trialogue/store';
import { callerSigner } from '@trialogue/subgraph';
import type { Logger } from 'pino';
import { doorsOf, openStore, sayWhoMayAsk } from '../foundations';
import type { Opened } from '../opened';
import { openTelemetry } from '../telemetry/telemetry';
import type { ServiceSettings } from './service-settings';

/**
 * The gateway as a process of its own: what the subgraphs look like and where they are it finds in the database, and on
 * disk while that is away. Answers its URL.
 */
export async function openGatewayService(
  { settings, databaseUrl, secret }: ServiceSettings,
  logger: Logger,
  opened: Opened,
  stopping: AbortSignal,
): Promise<string> {
  const telemetry = opened.add(await openTelemetry(settings.tracing, 'trialogue-gateway', logger));
  // With nothing on disk it waits for its database as it does for the subgraphs.
  const store = opened.add(await openStore(settings, databaseUrl, logger, telemetry, { mayBeEmpty: true }));
  const kept = (name: string) => path.join(settings.dataFolder, name);
  const addresses = replicasFile(kept('replicas.json'), whichDatabase(databaseUrl), logger);
  const directory = new ReplicaDirectory(store.replicas, addresses, logger);
  opened.add({ close: async () => directory.close() });
  await directory.start();
  const wire = { directory, sign: callerSigner(secret), inFlight: new InFlight() };
  const members = remoteMembers(store.releases, wire);
  if (members.current.length === 0) logger.info({}, 'No subgraph has said yet what it looks like: waiting.');
  const gateway = await startGateway({
    members,
    kept: supergraphFile(kept('supergraph.json'), wire, logger),
    waiting: stopping,
    ...doorsOf(settings, secret),
    logger,
    telemetry,
  });
  opened.add(gateway);
  sayWhoMayAsk(settings, logger);
  return `${gateway.url}/graphql`;
}
