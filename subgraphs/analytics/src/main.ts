import type { Prices } from '@trialogue/models';
import { type Logger, type Store, watchConsumers } from '@trialogue/store';
import { type BuiltSubgraph, buildSubgraph, Tables } from '@trialogue/subgraph';
import type { Telemetry } from '@trialogue/telemetry';
import { analyticsLoaders } from './analytics.loader';
import { EventResolver } from './event.resolver';
import { EventService } from './event.service';
import { CreateVariantTotals1763900000000 } from './migrations/1763900000000-create-variant-totals';
import { CreatePromptTotals1764200000000 } from './migrations/1764200000000-create-prompt-totals';
import { CountFallbacks1764700000000 } from './migrations/1764700000000-count-fallbacks';
import { CountCosts1764800000000 } from './migrations/1764800000000-count-costs';
import { PromptVersion } from './performance/performance';
import { PerformanceResolver } from './performance/performance.resolver';
import { promptTotals } from './performance/prompt-totals';
import { PromptLatency, PromptTotals } from './performance/prompt-totals.entity';
import { Experiment } from './results';
import { ResultsResolver } from './results.resolver';
import { TotalsConsumer } from './totals.consumer';
import { variantTotals } from './variant-totals';
import { VariantTotals } from './variant-totals.entity';

export interface AnalyticsOptions {
  /** Open and migrated. */
  readonly store: Store;
  /** Of the same database. */
  readonly url: string;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly telemetry?: Telemetry;
  /** What models cost now. Absent: nobody knows. */
  readonly prices?: () => Prices;
}

export interface Analytics extends BuiltSubgraph {
  /** Counts the whole event log again; the outcome equals what counting step by step had given. */
  recompute(): Promise<void>;
}

/** Opens the analytics subgraph: its tables, its reader of the event log, its part of the graph. */
export async function openAnalytics(options: AnalyticsOptions): Promise<Analytics> {
  const { store, url, logger, clock, telemetry, prices = () => ({}) } = options;
  const tables = await Tables.open({
    url,
    logger,
    telemetry,
    name: 'analytics',
    entities: [VariantTotals, PromptTotals, PromptLatency],
    migrations: [
      CreateVariantTotals1763900000000,
      CreatePromptTotals1764200000000,
      CountFallbacks1764700000000,
      CountCosts1764800000000,
    ],
  });
  const variants = new TotalsConsumer(variantTotals, store, logger, clock);
  const prompts = new TotalsConsumer(promptTotals, store, logger, clock);
  const consumers = [variants, prompts];
  if (telemetry) watchConsumers(telemetry, store.events, [variantTotals.consumer, promptTotals.consumer]);
  const subgraph = buildSubgraph({
    name: 'analytics',
    resolvers: [EventResolver, ResultsResolver, PerformanceResolver],
    instances: [
      new EventResolver(new EventService(store)),
      new ResultsResolver(store.releases, variants, clock),
      new PerformanceResolver(prompts, prices, clock),
    ],
    orphanedTypes: [Experiment, PromptVersion],
    references: {
      Experiment: { scope: 'read', resolve: ({ key }: Experiment) => ({ key }) },
      PromptVersion: { scope: 'read', resolve: ({ id }: PromptVersion) => ({ id }) },
    },
    loaders: () => analyticsLoaders(tables),
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await tables.close();
    },
  });
  for (const consumer of consumers) await consumer.start();
  return Object.assign(subgraph, {
    recompute: async () => {
      for (const consumer of consumers) await consumer.recompute();
    },
  });
}
