import path from 'node:path';
import { read, say, start } from './support/chat';
import { rows } from './support/database';
import { countsOf, execute } from './support/execute';
import { ownPostgresTest, runOwn, startOwnPostgres } from './support/own-postgres';
import { type Product, startProduct, testDatabase } from './support/product';
import { until } from './support/until';

const units = Array.from({ length: 12 }, (_, index) => `household-${index}`);
const experiments = ['meal_planning_style', 'food_budget_forecast'];
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
      const met = async () => Object.values(await countsOf(product!, 'food_budget_forecast')).flat();
      await until(async () => sum(await met()) === 2 * units.length);
      await until(async () => sum(Object.values(await countsOf(product!, 'meal_planning_style')).flat()) === 3);
      const before = await factsOf(product, own.url, id);

      const file = path.join(own.folder, 'backup');
      await runOwn('pg_dump', '--format=custom', `--file=${file}`, `--dbname=${own.url}`);
      await product.end();
      await runOwn('pg_restore', '--no-owner', '--exit-on-error', `--dbname=${restored.url}`, file);

      product = await startProduct({ DATABASE_URL: restored.url });
      const after = () => factsOf(product!, restored.url, id);
      await until(async () => JSON.stringify(await after()) === JSON.stringify(before)).catch(() => undefined);
      expect(await after()).toEqual(before);
      expect((await say(product, id, 'And on Sunday?')).status).toBe('COMPLETED');
      await until(async () => sum(Object.values(await countsOf(product!, 'meal_planning_style')).flat()) === 4);
    } finally {
      await product?.end();
      await own.stop();
    }
  },
);

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** All that must outlive a server: what was said, what happened, what was published, what is counted, who gets what. */
async function factsOf(product: Product, url: string, conversation: string) {
  const assignments = [];
  for (const experiment of experiments)
    for (const unit of [...units, 'vera', 'nobody-yet']) {
      const query = `{ assignment(experiment: "${experiment}", unit: "${unit}") { variant { key arm } } }`;
      assignments.push((await product.ask(query)).assignment.variant);
    }
  return {
    conversation: await read(product, conversation),
    results: [await countsOf(product, experiments[0]!), await countsOf(product, experiments[1]!)],
    assignments,
    events: await rows(
      url,
      'select unit, id, type, at, received_at, release, arm, data from exp.events order by unit, id',
    ),
    exposures: await rows(url, 'select * from exp.exposures order by unit, experiment'),
    executions: await rows(url, 'select * from exp.executions order by id'),
    releases: await rows(url, `select hash, kind, key, body from exp.releases order by hash`),
    heads: await rows(url, 'select kind, key, hash from exp.heads order by kind, key'),
  };
}
