import path from 'node:path';
import { say, start } from './support/chat';
import { rows } from './support/database';
import { countedOf, everythingOf, units } from './support/everything';
import { execute } from './support/execute';
import { ownPostgresTest, runOwn, startOwnPostgres } from './support/own-postgres';
import { type Product, startProduct, testDatabase } from './support/product';
import { until } from './support/until';

/** So many transactions the first server is ahead of the one to which it is restored. */
const ahead = 50_000;

ownPostgresTest(
  'what pg_dump took from a running product is all there after pg_restore into another cluster, and counted again',
  async () => {
    const own = await startOwnPostgres();
    const restored = await testDatabase();
    let product: Product | undefined;
    try {
      await rows(
        own.url,
        `do $$ begin for i in 1..${ahead} loop perform pg_current_xact_id(); commit; end loop; end $$`,
      );
      product = await startProduct({ DATABASE_URL: own.url });
      const { id } = await start(product, 'vera');
      for (const text of ['What shall I cook?', 'And tomorrow?']) await say(product, id, text);
      for (const [index, unit] of units.entries())
        await execute(product, 'food_budget_forecast', unit, { features: { income: 900 + index } });
      await until(async () => (await countedOf(product!)) === 2 * units.length + 3);
      const before = await everythingOf(product, own.url, id);

      const file = path.join(own.folder, 'backup');
      await runOwn('pg_dump', '--format=custom', `--file=${file}`, `--dbname=${own.url}`);
      await product.end();
      await runOwn('pg_restore', '--no-owner', '--exit-on-error', `--dbname=${restored.url}`, file);

      product = await startProduct({ DATABASE_URL: restored.url });
      const after = () => everythingOf(product!, restored.url, id);
      await until(async () => JSON.stringify(await after()) === JSON.stringify(before)).catch(() => undefined);
      expect(await after()).toEqual(before);
      expect((await say(product, id, 'And on Sunday?')).status).toBe('COMPLETED');
      await until(async () => (await countedOf(product!)) === 2 * units.length + 4);
    } finally {
      await product?.end();
      await own.stop();
    }
  },
);
