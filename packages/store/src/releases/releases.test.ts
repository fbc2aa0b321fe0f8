import { contentHash } from '@trialogue/canonical-json';
import { DomainError } from '@trialogue/errors';
import { Client } from 'pg';
import type { Store } from '../store';
import { prompt, releasesStory } from '../testing/releases';
import { silent } from '../testing/silent';
import { createTestDatabase } from '../testing/test-database';
import { until } from '../testing/until';
import type { NewRelease } from './publish';
import { Releases } from './releases';

const story = releasesStory();
const { another } = story;
let store: Store;
beforeAll(() => {
  store = story.store;
});

describe('publishing', () => {
  test('the hash is that of kind, schema and body; the stored text is canonical', async () => {
    const release = { kind: 'prompt', key: 'canonical', schema: 2, body: { b: 1e2, a: 'é' } };
    const { hash, changed } = await store.releases.publish(store.sql, release);
    expect(changed).toBe(true);
    expect(hash).toBe(contentHash({ kind: 'prompt', schema: 2, body: { a: 'é', b: 100 } }));
    const { rows } = await store.sql('select body from exp.releases where hash = $1', [hash]);
    expect(rows[0]!.body).toBe('{"a":"é","b":100}');
  });

  test('publishing the same again writes nothing', async () => {
    const first = await store.releases.publish(store.sql, prompt('same', 'text'));
    const again = await store.releases.publish(store.sql, prompt('same', 'text'));
    expect(again).toEqual({ ...first, changed: false });
  });

  test('a head moves only from where the publisher has seen it', async () => {
    const { hash } = await store.releases.publish(store.sql, { ...prompt('cas', 'one'), expected: null });
    await expect(store.releases.publish(store.sql, { ...prompt('cas', 'two'), expected: null })).rejects.toMatchObject({
      code: 'RELEASE_CONFLICT',
      message: 'prompt cas was changed by somebody else meanwhile.',
    });
    const moved = await store.releases.publish(store.sql, { ...prompt('cas', 'two'), expected: hash });
    expect(moved.changed).toBe(true);
  });

  test('ten racing moves have one winner', async () => {
    const { hash } = await store.releases.publish(store.sql, prompt('race', 'start'));
    let moves: Promise<unknown>[] = [];
    await store.transaction(async (sql) => {
      await sql('select from exp.head_counter for update'); // all ten have begun before one can move
      moves = Array.from({ length: 10 }, (_, n) =>
        store.releases.publish(store.sql, { ...prompt('race', `racer ${n}`), expected: hash }),
      );
      await until(async () => {
        const { rowCount } = await store.sql(`select from pg_locks l join pg_stat_activity a using (pid)
          where not l.granted and a.datname = current_database()`);
        return rowCount === 10;
      });
    });
    const results = await Promise.allSettled(moves);
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(lost).toEqual(Array(9).fill('RELEASE_CONFLICT'));
  });

  test('a conflict leaves the transaction usable', async () => {
    await store.releases.publish(store.sql, prompt('conflict', 'one'));
    await store.transaction(async (sql) => {
      const refused = await store.releases
        .publish(sql, { ...prompt('conflict', 'two'), expected: null })
        .catch((error) => error);
      expect(refused).toBeInstanceOf(DomainError);
      expect((await sql('select 1 as one')).rows).toEqual([{ one: 1 }]);
    });
  });

  test('what is not canonical JSON and what refers to nothing is refused', async () => {
    const bad = { kind: 'prompt', key: 'bad', schema: 1 };
    await expect(store.releases.publish(store.sql, { ...bad, body: { n: 2 ** 53 } })).rejects.toThrow(TypeError);
    await expect(store.releases.publish(store.sql, { ...bad, body: {}, refs: ['0'.repeat(64)] })).rejects.toThrow(
      'refers to a release that was not put',
    );
  });
});

describe('in memory', () => {
  test('a head comes with all that it refers to, and cannot be changed', async () => {
    const leaf = await store.releases.put(store.sql, { kind: 'leaf', key: 'l', schema: 1, body: { leaf: true } });
    const branch = await store.releases.put(store.sql, { ...prompt('branch', 'b', [leaf]), kind: 'branch' });
    await store.releases.publish(store.sql, prompt('tree', 'root', [branch]));
    const other = await another({ releaseCacheBytes: 1 });
    const tree = other.releases.head<{ text: string }>('prompt', 'tree')!;
    expect(tree.body.text).toBe('root');
    await other.close();
    const [ref] = tree.refs;
    expect((await other.releases.get(ref!))!.refs).toEqual([leaf]); // from memory: its database is closed
    expect((await other.releases.get(leaf))!.body).toEqual({ leaf: true });
    expect(() => {
      (tree.body as { text: string }).text = 'other';
    }).toThrow(TypeError);
  });

  test('what no head holds any more is still found, in memory or not', async () => {
    const { hash } = await store.releases.publish(store.sql, prompt('moved-on', 'before'));
    await store.releases.publish(store.sql, prompt('moved-on', 'after'));
    const other = await another();
    expect((await other.releases.get<{ text: string }>(hash))!.body.text).toBe('before');
    expect(await other.releases.get('f'.repeat(64))).toBeUndefined();
  });

  test('a body that two heads share keeps its place when one of them moves on', async () => {
    for (const key of ['shared-1', 'shared-2']) await store.releases.publish(store.sql, prompt(key, 'shared'));
    await store.releases.refresh();
    await store.releases.publish(store.sql, prompt('shared-1', 'own'));
    await store.releases.refresh();
    expect(store.releases.head('prompt', 'shared-2')).toMatchObject({ key: 'shared-2', body: { text: 'shared' } });
  });

  test('a process reads its own writes after a refresh, whatever loads are under way', async () => {
    for (let n = 0; n < 20; n++) {
      void store.releases.refresh();
      await store.releases.publish(store.sql, prompt('own', `text ${n}`));
      await store.releases.refresh();
      expect(store.releases.head<{ text: string }>('prompt', 'own')!.body.text).toBe(`text ${n}`);
    }
  });

  test('another process hears of it at once, listeners by kind', async () => {
    const other = await another();
    const heard: unknown[] = [];
    const stop = other.releases.onHead('greeting', (key, release) => heard.push([key, release?.body]));
    await store.releases.publish(store.sql, { kind: 'greeting', key: 'en', schema: 1, body: 'hello' });
    await until(() => heard.length === 1, 900); // by the hint: the poll takes a second
    await store.releases.publish(store.sql, prompt('not-a-greeting', 'x'));
    await store.releases.withdraw(store.sql, 'greeting', 'en');
    await until(() => heard.length === 2);
    expect(heard).toEqual([
      ['en', 'hello'],
      ['en', undefined],
    ]);
    stop();
  });

  test('whoever was kept from hearing of it looks before what it knows is more than a second old', async () => {
    await store.releases.publish(store.sql, prompt('kept-from', 'before'));
    const deaf = new Releases(store.sql, silent, undefined, 1_000_000);
    await deaf.refresh();
    await store.releases.publish(store.sql, prompt('kept-from', 'after'));
    await until(() => deaf.ageMs > 1_000);
    expect(deaf.head<{ text: string }>('prompt', 'kept-from')!.body.text).toBe('before');
    await deaf.fresh();
    expect(deaf.head<{ text: string }>('prompt', 'kept-from')!.body.text).toBe('after');
  });

  test('with a database that is silent, one waits for a second, others do not; once it answers it is asked again', async () => {
    let answer = () => {};
    let silence = Promise.resolve();
    const sql = (async (...asked: Parameters<typeof store.sql>) => {
      await silence;
      return store.sql(...asked);
    }) as typeof store.sql;
    await store.releases.publish(store.sql, prompt('silent', 'before'));
    const waiting = new Releases(sql, silent, undefined, 1_000_000);
    await waiting.refresh();
    silence = new Promise((resolve) => {
      answer = resolve;
    });
    await until(() => waiting.ageMs > 1_000);
    const began = performance.now();
    await waiting.fresh();
    expect(performance.now() - began).toBeLessThan(3_000);
    const next = performance.now();
    for (let n = 0; n < 100; n++) await waiting.fresh();
    expect(performance.now() - next).toBeLessThan(500);
    expect(waiting.head<{ text: string }>('prompt', 'silent')!.body.text).toBe('before');
    await until(() => waiting.stale);
    await store.releases.publish(store.sql, prompt('silent', 'after'));
    answer();
    await until(() => waiting.head<{ text: string }>('prompt', 'silent')!.body.text === 'after');
    expect(waiting.stale).toBe(false);
    await until(() => waiting.ageMs > 1_000);
    await waiting.fresh();
    expect(waiting.ageMs).toBeLessThanOrEqual(1_000);
  });

  test('a tombstone beats every cache, and can be published over', async () => {
    const { hash } = await store.releases.publish(store.sql, prompt('gone', 'text'));
    const other = await another();
    await store.releases.withdraw(store.sql, 'prompt', 'gone');
    await other.releases.refresh();
    expect(other.releases.head('prompt', 'gone')).toBeUndefined();
    expect(other.releases.heads('prompt').map(({ key }) => key)).not.toContain('gone');
    await store.releases.publish(store.sql, { ...prompt('gone', 'text'), expected: null });
    await other.releases.refresh();
    expect(other.releases.head('prompt', 'gone')!.hash).toBe(hash);
  });
});

test('200 heads published at once are all seen by a poller, in the order of rev', async () => {
  const seen: string[] = [];
  let highest = 0;
  let publishing = true;
  const poller = (async () => {
    for (let last = false; !last; ) {
      last = !publishing;
      const { rows } = await store.sql(`select key, rev from exp.heads where kind = 'many' and rev > $1 order by rev`, [
        highest,
      ]);
      for (const { key, rev } of rows) {
        seen.push(key);
        highest = Number(rev);
      }
    }
  })();
  const publishers = Array.from({ length: 200 }, (_, n) =>
    store.transaction(async (sql) => {
      await store.releases.publish(sql, { kind: 'many', key: `k${n}`, schema: 1, body: { n } });
      if (n % 7 === 0) await sql('select pg_sleep(0.01)'); // commits late
    }),
  );
  await Promise.all(publishers);
  publishing = false;
  await poller;
  expect(new Set(seen).size).toBe(200);
  expect(seen).toHaveLength(200);
});

describe('what heads share and miss', () => {
  test('a part that moves from one head to another in one batch is there all the time', async () => {
    const part = await store.releases.put(store.sql, { kind: 'part', key: 'moving', schema: 1, body: 'moving' });
    await store.releases.publish(store.sql, prompt('from', 'with the part', [part]));
    const other = await another({ releaseCacheBytes: 1 });
    await store.transaction(async (sql) => {
      await store.releases.publish(sql, prompt('from', 'without the part'));
      await store.releases.publish(sql, prompt('to', 'has the part now', [part]));
    });
    await other.releases.refresh();
    expect(other.releases.head('prompt', 'to')!.refs).toEqual([part]);
  });

  test('a head whose part is missing is tried again, and does not hold up others', async () => {
    const part = await store.releases.put(store.sql, { kind: 'part', key: 'missing', schema: 1, body: 'missing' });
    await store.releases.publish(store.sql, prompt('incomplete', 'a text that lacks its part', [part]));
    const away = await store.sql('delete from exp.releases where hash = $1 returning kind, key, schema', [part]);
    await store.releases.publish(store.sql, prompt('complete', 'text'));
    const other = await another();
    expect(other.releases.head('prompt', 'incomplete')).toBeUndefined();
    expect(other.releases.head('prompt', 'complete')).toBeDefined();
    await store.releases.put(store.sql, { ...away.rows[0]!, body: 'missing' } as NewRelease);
    await other.releases.refresh();
    expect(other.releases.head('prompt', 'incomplete')!.refs).toEqual([part]);
  });
});

test('a database restored from before is read as a whole', async () => {
  const own = await createTestDatabase();
  const other = await another({ url: own.url });
  for (const key of ['kept', 'newer']) await other.releases.publish(other.sql, prompt(key, 'text'));
  await other.releases.refresh();
  const client = new Client({ connectionString: own.url });
  await client.connect();
  await client.query(`begin; delete from exp.heads where key = 'newer'; update exp.head_counter set rev = 1; commit`);
  await client.end();
  await other.releases.refresh();
  expect(other.releases.heads('prompt').map(({ key }) => key)).toEqual(['kept']);
  await other.close();
  await own.drop();
});
