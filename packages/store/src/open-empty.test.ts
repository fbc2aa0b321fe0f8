import path from 'node:path';
import { EmbeddedPostgres } from './embedded-postgres/embedded-postgres';
import { Store } from './store';
import { silent } from './testing/silent';
import { temporaryFolder } from './testing/temporary-folder';
import { until } from './testing/until';

test('with Postgres away and nothing on disk it opens only when it may be empty, and begins once Postgres is back', async () => {
  const folder = await temporaryFolder('empty');
  const dataDir = path.join(folder.path, 'postgres');
  const before = await EmbeddedPostgres.start({ dataDir, logger: silent });
  await before.stop();
  const options = { url: before.url, logger: silent, snapshotDir: path.join(folder.path, 'releases') };
  await expect(Store.open(options)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });

  const store = await Store.open({ ...options, mayBeEmpty: true });
  expect([store.releases.stale, store.releases.heads('experiment')]).toEqual([true, []]);
  const port = Number(new URL(before.url).port);
  const postgres = await EmbeddedPostgres.start({ dataDir, port, logger: silent });
  await until(() => !store.releases.stale);
  await store.transaction((sql) =>
    store.releases.publish(sql, { kind: 'test', key: 'a', schema: 1, body: { said: 'yes' } }),
  );
  await until(() => store.releases.head('test', 'a') !== undefined);
  await store.close();
  await postgres.stop();
  await folder.remove();
});
