import type { Sql } from '../sql';
import type { Store } from '../store';
import { event, eventLogStory } from '../testing/event-log';
import { until } from '../testing/until';
import { ConsumerMovedError } from './consume';
import type { StoredEvent } from './event';

const log = eventLogStory();
const { drain, openTransaction } = log;
let store: Store;
beforeEach(() => {
  store = log.store;
});

describe('consuming', () => {
  test('a transaction that commits late is not skipped, where `seq > cursor` skips it', async () => {
    const late = await openTransaction((sql) => store.events.append(sql, [event('late')]));
    await store.events.append(store.sql, [event('early')]);

    const bySeq = 'select id, seq from exp.events where seq > $1 order by seq';
    const { rows: seen } = await store.sql(bySeq, [0]);
    expect(seen.map(({ id }) => id)).toEqual(['early']);
    expect((await store.events.consume('reader', 10, async () => undefined)).applied).toBe(0); // waits for the older transaction

    await late.commit();
    expect((await store.sql(bySeq, [seen[0]!.seq])).rows).toEqual([]); // `late` is behind that cursor, for ever
    expect((await drain('reader')).map(({ id }) => id)).toEqual(['late', 'early']);
  });

  test('nothing is skipped or doubled under slow transactions, savepoints and rollbacks', async () => {
    const written = new Set<string>();
    let writing = true;
    const consumed: string[] = [];
    const take = (_: Sql, events: readonly StoredEvent[]) =>
      Promise.resolve(void consumed.push(...events.map(({ id }) => id)));
    const reader = (async () => {
      while (writing) await store.events.consume('reader', 7, take);
    })();
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 25; n++) {
        const ids = [`${writer}-${n}-a`, `${writer}-${n}-b`];
        const rollsBack = (writer + n) % 5 === 0;
        await store
          .transaction(async (sql) => {
            await store.events.append(sql, [event(ids[0]!)]);
            await sql('savepoint s');
            await store.events.append(sql, [event('never')]);
            await sql('rollback to savepoint s');
            await sql('select pg_sleep($1)', [((writer * 7 + n * 3) % 10) / 500]);
            await store.events.append(sql, [event(ids[1]!)]);
            if (rollsBack) throw new Error('rolled back');
            for (const id of ids) written.add(id);
          })
          .catch((error) => expect(error.message).toBe('rolled back'));
      }
    });
    await Promise.all(writers);
    writing = false;
    await reader;
    await until(
      async () => (await store.events.consume('reader', 1_000, take)).applied === 0 && consumed.length >= written.size,
    );
    expect(consumed).toHaveLength(written.size);
    expect(new Set(consumed)).toEqual(written);
  });

  test('what is computed and the cursor move together or not at all', async () => {
    await store.sql('create table counts (n int)');
    await store.sql('insert into counts values (0)');
    await store.events.append(store.sql, [event('1'), event('2')]);
    const count = (fail: boolean) =>
      store.events.consume('counter', 10, async (sql, events) => {
        await sql('update counts set n = n + $1', [events.length]);
        if (fail) throw new Error('failed');
      });
    await until(() =>
      count(true).then(
        () => false,
        (error) => error.message === 'failed',
      ),
    );
    await until(async () => (await count(false)).applied === 2);
    expect((await count(false)).applied).toBe(0);
    expect((await store.sql('select n from counts')).rows).toEqual([{ n: 2 }]);
  });

  test('two that consume under one name share the events, and none gets another one’s', async () => {
    const ids = Array.from({ length: 200 }, (_, n) => `e${n}`);
    await store.events.append(
      store.sql,
      ids.map((id) => event(id)),
    );
    const consumed: string[] = [];
    const take = (_: Sql, events: readonly StoredEvent[]) =>
      Promise.resolve(void consumed.push(...events.map(({ id }) => id)));
    await until(async () => {
      await Promise.all([1, 2, 3, 4].map(() => store.events.consume('shared', 9, take)));
      return consumed.length >= ids.length;
    });
    expect(consumed.sort()).toEqual(ids.sort());
  });

  test('a batch is bounded in bytes too, and has at least one event', async () => {
    const huge = `(select jsonb_build_object('text', repeat('x', 9000000)))`;
    const large = `(select jsonb_build_object('text', repeat('x', 3000000)))`;
    for (const data of [huge, large, large, large, large])
      await store.sql(`insert into exp.events (unit, id, type, at, data) values ('u', '1', 't', now(), ${data})`);
    const batches: number[] = [];
    await until(async () => {
      const { applied, full } = await store.events.consume('reader', 100, async () => undefined);
      if (applied > 0) batches.push(full ? applied : -applied);
      return (await store.events.lag('reader')).events === 0;
    });
    expect(batches).toEqual([1, 3, -1]);
  });

  test('events that arrived while the clock was ahead, and after it was set right, are read', async () => {
    const insert = (id: string, receivedAt: string) =>
      store.sql(
        `insert into exp.events (unit, id, type, at, received_at) values ('u', $1, 't', now(), ${receivedAt})`,
        [id],
      );
    await insert('ahead', `now() + interval '9 days'`);
    expect((await drain('reader')).map(({ id }) => id)).toEqual(['ahead']);
    const { rows } = await store.sql('select since <= now() as sane from exp.consumers');
    expect(rows).toEqual([{ sane: true }]);
    await store.sql(`update exp.consumers set since = now() + interval '9 days'`);
    await insert('right', 'now()');
    expect((await store.events.lag('reader')).events).toBe(1);
    expect((await drain('reader')).map(({ id }) => id)).toEqual(['right']);
  });

  test('a reset begins anew; the lag is what is left', async () => {
    expect(await store.events.lag('reader')).toEqual({ events: 0, oldestMs: 0 });
    await store.events.append(store.sql, [event('1'), event('2'), event('3')]);
    const before = await store.events.lag('reader');
    expect(before.events).toBe(3);
    expect(before.oldestMs).toBeLessThan(60_000);
    await until(async () => (await store.events.consume('reader', 2, async () => undefined)).full);
    expect((await store.events.lag('reader')).events).toBe(1);
    await store.events.resetConsumer(store.sql, 'reader');
    expect((await drain('reader')).map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  test('a cursor from another cluster is refused rather than believed', async () => {
    await store.events.resetConsumer(store.sql, 'reader');
    await store.sql(`update exp.consumers set cluster = 'elsewhere'`);
    await expect(drain('reader')).rejects.toThrow(ConsumerMovedError);
    await store.events.append(store.sql, [event('1'), event('2')]);
    await store.sql(`update exp.events set xid = '9000000000000000000' where id = '2'`); // the other one was ahead
    await store.events.resetConsumer(store.sql, 'reader');
    expect((await drain('reader')).map(({ id }) => id).sort()).toEqual(['1', '2']);
  });
});
