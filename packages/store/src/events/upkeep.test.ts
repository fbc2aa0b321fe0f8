import type { Store } from '../store';
import { event, eventLogStory } from '../testing/event-log';
import { silent } from '../testing/silent';
import { keepEventTables } from './upkeep';

const log = eventLogStory();
const { drain } = log;
let store: Store;
beforeEach(() => {
  store = log.store;
});

describe('upkeep', () => {
  const partitions = async () =>
    (
      await store.sql(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'exp.events'::regclass`,
      )
    ).rows;

  test('the coming days have their partitions, and an event without one is taken all the same', async () => {
    expect(await partitions()).toHaveLength(1 + 8);
    await store.events.append(store.sql, [event('today')]);
    await store.sql(
      `insert into exp.events (unit, received_at, id, type, at) values ('u', '2020-01-01', '1', 't', now())`,
    );
    const { rows } = await store.sql(
      `select tableoid::regclass::text as partition, id from exp.events order by received_at desc`,
    );
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '_');
    expect(rows).toEqual([
      { partition: `exp.events_${today}`, id: 'today' },
      { partition: 'exp.events_default', id: '1' },
    ]);
  });

  test('a day that has begun in the default partition stays there', async () => {
    const { rows } = await store.sql(
      `select max(inhrelid::regclass::text) as last from pg_inherits where inhparent = 'exp.events'::regclass and inhrelid::regclass::text <> 'exp.events_default'`,
    );
    await store.sql(`drop table ${rows[0]!.last}`);
    const day = rows[0]!.last.slice(-10).replaceAll('_', '-');
    await store.sql(`insert into exp.events (unit, received_at, id, type, at) values ('u', $1, '1', 't', now())`, [
      `${day} 12:00:00Z`,
    ]);
    await keepEventTables(store.sql, silent);
    expect(await partitions()).toHaveLength(8);
    expect((await drain('reader')).map(({ id }) => id)).toEqual(['1']);
  });

  test('event ids are forgotten after 48 hours, not before', async () => {
    await store.events.append(store.sql, [event('old'), event('young')]);
    await store.sql(`update exp.event_ids set seen_at = now() - interval '49 hours' where id = 'old'`);
    await store.sql(`update exp.event_ids set seen_at = now() - interval '47 hours' where id = 'young'`);
    await keepEventTables(store.sql, silent);
    expect((await store.sql('select id from exp.event_ids')).rows).toEqual([{ id: 'young' }]);
  });
});
