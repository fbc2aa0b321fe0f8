import { readFileSync } from 'node:fs';
import path from 'node:path';
import { say, start } from './support/chat';
import { Deployment, services } from './support/deployment';
import { countedOf, everythingOf, units } from './support/everything';
import { execute } from './support/execute';
import { askUntilAnswered } from './support/good-client';
import { PostgresPrograms } from './support/postgres-programs';
import { makeProject, Product, temporaryFolder, testDatabase } from './support/product';
import { until } from './support/until';

/** As new as the server that comes with the product: an older one refuses it. */
const backup = new PostgresPrograms(['pg_dump', 'pg_restore'], 18);

/** As docs/deployment.md says where it is. */
function embeddedUrl(root: string): string {
  const textOf = (name: string) => readFileSync(path.join(root, '.trialogue/postgres', name), 'utf8');
  const [, port] = /^port = (\d+)$/m.exec(textOf('trialogue.conf'))!;
  return `postgres://trialogue:${textOf('trialogue.password').trim()}@127.0.0.1:${port}/postgres`;
}

backup.test(
  'what one process had on its embedded Postgres, services have on one of their own, and one process again',
  async () => {
    const root = makeProject();
    const { url } = await testDatabase();
    const one = await Product.spawn(root, {}).ready();
    const { id } = await start(one, 'vera');
    for (const text of ['What shall I cook?', 'And tomorrow?']) await say(one, id, text);
    for (const [index, unit] of units.entries())
      await execute(one, 'food_budget_forecast', unit, { features: { income: 900 + index } });
    await until(async () => (await countedOf(one)) === 2 * units.length + 3);
    const file = path.join(temporaryFolder(), 'trialogue.dump');
    await backup.run('pg_dump', ['--format=custom', `--file=${file}`, `--dbname=${embeddedUrl(root)}`]);
    const before = await everythingOf(one, embeddedUrl(root), id);
    await one.end();
    await backup.run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${url}`, file]);

    const deployment = new Deployment(makeProject(), { DATABASE_URL: url });
    const split = { ask: (query: string, variables: object = {}) => askUntilAnswered(deployment, query, variables) };
    try {
      for (const service of services) deployment.start(service);
      await deployment.ready();
      await deployment.apply();
      await until(async () => (await countedOf(split)) === 2 * units.length + 3);
      expect(await everythingOf(split, url, id)).toEqual(before);
      expect((await say(split, id, 'And on Sunday?')).status).toBe('COMPLETED');
      await until(async () => (await countedOf(split)) === 2 * units.length + 4);
    } finally {
      await deployment.end();
    }

    const again = await Product.spawn(root, { DATABASE_URL: url }).ready();
    const after = await everythingOf(again, url, id);
    expect(after.conversation.messages.edges.map(({ node }: any) => node.text)).toContain('And on Sunday?');
    expect([after.assignments, after.executions]).toEqual([before.assignments, before.executions]);
    expect((await say(again, id, 'And on Monday?')).status).toBe('COMPLETED');
  },
);
