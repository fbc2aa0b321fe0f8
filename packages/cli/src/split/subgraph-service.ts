import { hostname } from 'node:os';
import { Announcement, SchemaVersions, type Subgraph, serveSubgraph } from '@trialogue/subgraph';
import type { Logger } from 'pino';
import { openStore } from '../foundations';
import type { Opened } from '../opened';
import { PricesFile } from '../prices-file';
import type { Settings } from '../settings';
import { type Ground, type SubgraphName, subgraphs } from '../subgraphs';
import { openTelemetry } from '../telemetry/telemetry';
import { type FlowsServiceGround, openFlowsService } from './flows-service';
import type { ServiceSettings } from './service-settings';

const ports: { readonly [Name in SubgraphName]: number } = {
  experiments: 4001,
  prompts: 4002,
  flows: 4003,
  analytics: 4004,
};

/** One subgraph as a process of its own; as many of each as are needed. Answers its URL. */
export async function openSubgraphService(
  { settings, databaseUrl, secret }: ServiceSettings,
  name: SubgraphName,
  logger: Logger,
  opened: Opened,
): Promise<string> {
  const telemetry = opened.add(await openTelemetry(settings.tracing, `trialogue-${name}`, logger));
  const store = opened.add(await openStore(settings, databaseUrl, logger, telemetry));
  const prices = new PricesFile(settings.root, settings.prices, logger);
  opened.add(prices.watch());
  const ground = { settings, store, url: databaseUrl, logger, telemetry, prices: prices.current };
  let versions: SchemaVersions | undefined;
  const unmounted = async () => versions?.turnedOver();
  const { subgraph, endWork } = await openSubgraph(name, ground, { secret, unmounted }, opened);
  versions = new SchemaVersions(subgraph);
  const { host, port = ports[name] } = settings;
  const ready = () => !store.releases.stale;
  const served = await serveSubgraph({ versions, host, port, secret, logger, ready, telemetry });
  opened.add({ close: async () => void (await Promise.all([served.close(), endWork()])) });
  const url = settings.serviceUrl ?? urlOf(settings, served.port);
  const announcement = new Announcement({ url, versions, store, logger });
  await announcement.start();
  // First of all it says that it goes, so that no gateway asks it any more.
  opened.add({
    async close() {
      await announcement.close();
      versions?.close();
    },
  });
  return url;
}

interface OpenedSubgraph {
  readonly subgraph: Subgraph;
  /** Ends what would keep its callers waiting. */
  endWork(): Promise<void>;
}

async function openSubgraph(
  name: SubgraphName,
  ground: Ground,
  service: FlowsServiceGround,
  opened: Opened,
): Promise<OpenedSubgraph> {
  if (name !== 'flows') return { subgraph: opened.add(await subgraphs[name](ground)), endWork: async () => {} };
  const flows = await openFlowsService(ground, service, opened);
  return { subgraph: flows, endWork: () => flows.endWork() };
}

/** An address of every interface is none to be reached at: then it is the machine's name. */
function urlOf({ host }: Settings, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? hostname() : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
