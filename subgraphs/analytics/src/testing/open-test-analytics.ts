import { randomUUID } from 'node:crypto';
import type { Prices } from '@trialogue/models';
import { Store } from '@trialogue/store';
import { createTestDatabase, silent, until } from '@trialogue/store/testing';
import { type RequestContext, type Scope, toGraphQLError } from '@trialogue/subgraph';
import { execute, type GraphQLError, parse } from 'graphql';
import type { Logger } from 'pino';
import { type Analytics, openAnalytics } from '../main';
import { promptTotals } from '../performance/prompt-totals';
import { variantTotals } from '../variant-totals';

const consumers = [variantTotals, promptTotals];

/** The subgraph on a database of its own, and what tests do with it. */
export interface TestAnalytics {
  readonly store: Store;
  readonly analytics: Analytics;
  /** Executes an operation as the gateway would. */
  ask(document: string, variables?: object, scopes?: readonly Scope[]): Promise<Answer>;
  /** Resolves when every event has been counted. */
  counted(): Promise<void>;
  /** Publishes a running experiment with these variants and brings it into memory. */
  publish(experiment: string, variants: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  readonly data: any;
  readonly codes: readonly unknown[];
}

export async function openTestAnalytics(prices: Prices = {}): Promise<TestAnalytics> {
  const database = await createTestDatabase();
  const store = await Store.open({ url: database.url, logger: silent });
  const analytics = await openAnalytics({
    store,
    url: database.url,
    logger: silent,
    clock: () => new Date(),
    prices: () => prices,
  });
  return {
    store,
    analytics,
    ask: (document, variables = {}, scopes = ['read', 'track']) => ask(analytics, document, variables, scopes),
    counted: () =>
      until(async () => {
        const lags = await Promise.all(consumers.map(({ consumer }) => store.events.lag(consumer)));
        return lags.every(({ events }) => events === 0);
      }),
    publish: async (experiment, variants) => {
      const body = { key: experiment, variants: variants.map((key) => ({ key })) };
      const release = { kind: 'experiment', key: experiment, schema: 1, body };
      await store.transaction((sql) => store.releases.publish(sql, release));
      await store.releases.refresh();
    },
    close: async () => {
      await analytics.close();
      await store.close();
      await database.drop();
    },
  };
}

async function ask(analytics: Analytics, document: string, variableValues: any, scopes: readonly Scope[]) {
  const request: RequestContext = {
    caller: { subject: 'someone', scopes },
    requestId: randomUUID(),
    signal: new AbortController().signal,
    logger: silent as Logger,
  };
  const { data, errors = [] } = await execute({
    schema: analytics.current.schema,
    document: parse(document),
    variableValues,
    contextValue: analytics.contextFor(request),
  });
  return { data, codes: errors.map((error: GraphQLError) => toGraphQLError(error, request).extensions.code) };
}
