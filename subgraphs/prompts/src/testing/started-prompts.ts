import { createTokenCounter, type TokenCounterOptions } from '@trialogue/models';
import { Store } from '@trialogue/store';
import { createTestDatabase, silent } from '@trialogue/store/testing';
import { asker } from '@trialogue/subgraph/testing';
import { openPrompts } from '../main';

export type StartedPrompts = Awaited<ReturnType<typeof startPrompts>>;

/** The subgraph on a database of its own, asked as the gateway would. */
export async function startPrompts(anthropic?: TokenCounterOptions['anthropic']) {
  const database = await createTestDatabase();
  const { url } = database;
  const store = await Store.open({ url, logger: silent });
  const clock = () => new Date('2026-11-23T10:00:00Z');
  const countTokens = createTokenCounter({ anthropic, logger: silent });
  const prompts = await openPrompts({ store, url, logger: silent, clock, countTokens });

  return {
    ...asker(prompts, ['read', 'edit']),
    store,
    subgraph: prompts,
    sql: store.sql,
    async close() {
      await prompts.close();
      await store.close();
      await database.drop();
    },
  };
}
