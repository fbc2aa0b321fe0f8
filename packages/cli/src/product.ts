import path from 'node:path';
import { type Gateway, membersOf, startGateway } from '@trialogue/gateway';
import { EmbeddedPostgres } from '@trialogue/store';
import type { Subgraph } from '@trialogue/subgraph';
import type { Logger } from 'pino';
import { type Application, apply, type Graph } from './apply/apply';
import { doorsOf, folderOf, openStore, sayWhoMayAsk } from './foundations';
import { Opened } from './opened';
import { PluginsFile } from './plugins-file';
import { GraphInside } from './plugins-graph';
import { PricesFile } from './prices-file';
import type { Settings } from './settings';
import { openStandIn } from './stand-in/server';
import { subgraphs } from './subgraphs';
import { openTelemetry } from './telemetry/telemetry';

/** The whole product in one process. */
export interface Product {
  readonly gateway: Gateway;
  readonly subgraphs: readonly Subgraph[];
  /** Where the data is kept: `embedded` in `.trialogue/`, or a Postgres of the team's own. */
  readonly database: 'embedded' | 'own';
  /** Models that a stand-in for MLflow serves: `food_budget_1`. */
  readonly standInModels: readonly string[];
  /** Asks the graph as whoever applies files does. */
  readonly graph: Graph;
  /** Brings the product to what the project's files say. */
  apply(): Promise<Application>;
  /** Loads the plugins that `config/plugins.yml` names now. */
  reloadPlugins(): Promise<void>;
  /** Stops everything, the gateway first, the database last. */
  close(): Promise<void>;
}

/** Wires the rooms, from the database up. What was opened is closed again when a later step fails. */
export async function openProduct(settings: Settings, logger: Logger): Promise<Product> {
  const opened = new Opened(logger);
  try {
    return await wire(settings, logger, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function wire(settings: Settings, logger: Logger, opened: Opened): Promise<Product> {
  const { root, dataFolder } = settings;
  const url = settings.databaseUrl ?? (await openEmbedded(dataFolder, logger, opened));
  const telemetry = opened.add(await openTelemetry(settings.tracing, 'trialogue', logger));
  const store = opened.add(await openStore(settings, url, logger, telemetry));
  const pluginsFile = new PluginsFile(root, logger);
  const standIn = await openStandIn(folderOf(root, 'training/models'), logger);
  if (standIn) opened.add(standIn);
  const prices = new PricesFile(root, settings.prices, logger);
  opened.add(prices.watch());
  const ground = { settings, store, url, logger, telemetry, prices: prices.current };
  const experiments = opened.add(await subgraphs.experiments(ground));
  const prompts = opened.add(await subgraphs.prompts(ground));
  const analytics = opened.add(await subgraphs.analytics(ground));
  const others = [experiments, prompts, analytics];
  const sdls = () => others.map(({ name, current }) => ({ name, sdl: current.sdl }));
  const inside = new GraphInside();
  const flows = opened.add(
    await subgraphs.flows(ground, {
      plugins: pluginsFile,
      others: sdls,
      graph: inside.ask,
      standInUrl: standIn?.url,
      unmounted: () => inside.turnedOver(),
    }),
  );
  const all = [...others, flows];

  let applied = false;
  const gateway = await startGateway({
    members: membersOf(all),
    ...doorsOf(settings),
    logger,
    telemetry,
    ready: () => applied && !store.releases.stale,
  });
  inside.open(gateway);
  sayWhoMayAsk(settings, logger);
  // At once: who waits for the answer of a turn gets it, as it ends, while the gateway waits for those who wait.
  opened.add({ close: async () => void (await Promise.all([gateway.close(), flows.endWork()])) });

  const graph: Graph = (document, variables) => askInside(gateway, document, variables);
  return {
    gateway,
    graph,
    subgraphs: all,
    database: settings.databaseUrl ? 'own' : 'embedded',
    standInModels: standIn?.models ?? [],
    async apply() {
      const application = await apply({ root, environment: settings.secret }, graph);
      applied = true;
      return application;
    },
    async reloadPlugins() {
      await flows.reloadPlugins(() => pluginsFile.read());
      for (const problem of await gateway.settled()) logger.error({ problem }, 'The graph stays as it was.');
    },
    close: () => opened.close(),
  };
}

async function openEmbedded(dataFolder: string, logger: Logger, opened: Opened): Promise<string> {
  const postgres = await EmbeddedPostgres.start({ dataDir: path.join(dataFolder, 'postgres'), logger });
  opened.addGround({ close: () => postgres.stop() });
  return postgres.url;
}

async function askInside(gateway: Gateway, document: string, variables: object) {
  const caller = { subject: 'apply', scopes: ['admin'] as const };
  const { data, errors } = await gateway.execute(document, { ...variables }, caller);
  if (errors?.[0]) throw errors[0];
  return data as Record<string, any>;
}
