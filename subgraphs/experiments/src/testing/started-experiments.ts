import { Store } from '@trialogue/store';
import { createTestDatabase, silent } from '@trialogue/store/testing';
import { asker } from '@trialogue/subgraph/testing';
import { type ExperimentsOptions, openExperiments } from '../main';
import { publishPrompt, publishStrategies } from './published';
import { severable } from './severable';

export type StartedExperiments = Awaited<ReturnType<typeof startExperiments>>;

/** The subgraph on a database of its own, asked as the gateway would; two strategies and the prompt `meal` are there. */
export async function startExperiments(options: Partial<ExperimentsOptions> = {}) {
  const database = await createTestDatabase();
  const way = await severable(database.url);
  const { url } = way;
  const store = await Store.open({ url, logger: silent });
  let count = 0;
  const ids = () => `id-${++count}`;
  const experiments = await openExperiments({
    store,
    url,
    logger: silent,
    ids,
    clock: () => new Date('2026-11-23T10:00:00Z'),
    ...options,
  });
  await publishStrategies(store);
  await publishPrompt(store, 'meal', ['Plan.', 'Plan for {{ people }}.', 'Plan anew.'], { production: 1 });

  return {
    ...asker(experiments, ['read', 'edit', 'assign']),
    way,
    store,
    subgraph: experiments,
    sql: store.sql,
    async close() {
      await experiments.close();
      await store.close();
      await way.cut();
      await database.drop();
    },
  };
}
