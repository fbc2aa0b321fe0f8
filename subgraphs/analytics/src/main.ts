import { type Logger, type Store, watchConsumer } from '@trialogue/store';
import { type BuiltSubgraph, buildSubgraph, Tables } from '@trialogue/subgraph';
import type { Telemetry } from '@trialogue/telemetry';
import { EventResolver } from './event.resolver';
import { EventService } from './event.service';
import { CreateVariantTotals1763900000000 } from './migrations/1763900000000-create-variant-totals';
import { Experiment } from './results';
import { analyticsLoaders } from './results.loader';
import { ResultsResolver } from './results.resolver';
import { consumerName, VariantTotalsConsumer } from './variant-totals.consumer';
import { VariantTotals } from './variant-totals.entity';

export interface AnalyticsOptions {
  /** Open and migrated. */
  readonly store: Store;
  /** Of the same database. */
  readonly url: string;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly telemetry?: Telemetry;
}

export interface Analytics extends BuiltSubgraph {
  /** Counts the whole event log again; the outcome equals what counting step by step had given. */
  recompute(): Promise<void>;
}

/** Opens the analytics subgraph: its tables, its reader of the event log, its part of the graph. */
export async function openAnalytics(options: AnalyticsOptions): Promise<Analytics> {
  const { store, url, logger, clock, telemetry } = options;
  const tables = await Tables.open({
    url,
    logger,
    telemetry,
    name: 'analytics',
    entities: [VariantTotals],
    migrations: [CreateVariantTotals1763900000000],
  });
  if (telemetry) watchConsumer(telemetry, store.events, consumerName);
  const consumer = new VariantTotalsConsumer(store, logger, clock);
  const subgraph = buildSubgraph({
    name: 'analytics',
    resolvers: [EventResolver, ResultsResolver],
    instances: [new EventResolver(new EventService(store)), new ResultsResolver(store.releases, consumer, clock)],
    orphanedTypes: [Experiment],
    references: { Experiment: { scope: 'read', resolve: ({ key }: Experiment) => ({ key }) } },
    loaders: () => analyticsLoaders(tables),
    close: async () => {
      await consumer.stop();
      await tables.close();
    },
  });
  await consumer.start();
  return Object.assign(subgraph, { recompute: () => consumer.recompute() });
}
