import { Store } from '../store';
import { event, eventLogStory } from '../testing/event-log';
import { silent } from '../testing/silent';
import { until } from '../testing/until';
import { producerId } from './append';

const log = eventLogStory();
const { drain, openTransaction } = log;
let store: Store;
beforeEach(() => {
  store = log.store;
});

describe('appending', () => {
  test('an event comes back as it was given', async () => {
    const given = event('1', { release: 'r', arm: 'a', data: { text: 'é 🍲 \\u0000 "', nested: [1.5, null] } });
    await store.events.append(store.sql, [given]);
    expect(await drain('reader')).toEqual([{ ...given, receivedAt: expect.any(String) }]);
  });

  test('the same id of the same unit counts once: in a batch, over batches, over connections', async () => {
    const batch = [event('1', { data: { first: true } }), event('1'), event('2'), event('1', { unit: 'u2' })];
    expect(await store.events.append(store.sql, batch)).toEqual({ accepted: 3, duplicates: 1 });
    const racing = await Promise.all(
      Array.from({ length: 8 }, () => store.events.append(store.sql, [...batch, event('3')])),
    );
    expect(racing.map(({ accepted }) => accepted).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect((await drain('reader')).map(({ unit, id }) => `${unit} ${id}`).sort()).toEqual([
      'u1 1',
      'u1 2',
      'u1 3',
      'u2 1',
    ]);
    expect((await drain('another')).find(({ id, unit }) => id === '1' && unit === 'u1')!.data).toEqual({ first: true });
  });

  test('no id from outside stands in the way of the product’s own', async () => {
    await store.events.track(store.sql, [event('c:1:execution')]);
    const own = event('c:1:execution', { type: 'execution_completed' });
    expect(await store.events.append(store.sql, [own])).toEqual({ accepted: 1, duplicates: 0 });
    expect(await store.events.track(store.sql, [event('c:1:execution')])).toEqual({ accepted: 0, duplicates: 1 });
    expect((await drain('reader')).map(({ id }) => producerId(id))).toEqual([own.id, own.id]);
    await expect(store.events.append(store.sql, [event('client:c:1:execution')])).rejects.toMatchObject({
      data: { reason: '`id` begins with client:, as ids from outside do' },
    });
  });

  test('events share the fate of the transaction that appends them', async () => {
    const failing = await openTransaction((sql) => store.events.append(sql, [event('lost')]));
    await failing.rollBack();
    await store.events.append(store.sql, [event('lost', { type: 'kept' })]);
    expect((await drain('reader')).map(({ type }) => type)).toEqual(['kept']);
  });

  test('a bad event is refused by name before anything is written', async () => {
    await expect(
      store.events.append(store.sql, [event('good'), event('bad', { data: { text: '\u0000' } })]),
    ).rejects.toMatchObject({ code: 'EVENT_INVALID', data: { id: 'bad', reason: '`data.text` has a \\u0000' } });
    expect(await drain('reader')).toEqual([]);
  });

  test('every event that the check lets through is taken by the database', async () => {
    const odd = ['2026-02-31T00:00:00Z', '9999-12-31T23:59:59.999Z', '2026-11-23T10:00+05:30'];
    for (const [n, at] of odd.entries()) {
      const candidate = event(`${n}`, { at, data: { '🍲': [1e30, -1e-30, -0, '\ud83c\udf72', { '': 'empty key' }] } });
      expect(store.events.check(candidate)).toBeUndefined();
      expect((await store.events.append(store.sql, [candidate])).accepted).toBe(1);
    }
  });

  test('batches in any order from many connections do not deadlock', async () => {
    const ids = Array.from({ length: 300 }, (_, n) => `e${n}`);
    for (let round = 0; round < 5; round++) {
      const batches = Array.from({ length: 8 }, (_, k) => {
        const rotated = [...ids.slice(k * 37), ...ids.slice(0, k * 37)];
        const ordered = k % 2 === 0 ? rotated : rotated.reverse();
        return store.events.append(
          store.sql,
          ordered.map((id) => event(`${round} ${id}`)),
        );
      });
      const accepted = (await Promise.all(batches)).reduce((sum, result) => sum + result.accepted, 0);
      expect(accepted).toBe(300);
    }
  });

  test('other processes are hinted', async () => {
    const other = await Store.open({ url: log.url, logger: silent });
    let hints = 0;
    other.events.onAppended(() => {
      hints += 1;
    });
    // The other one may not be listening yet: a hint can be lost, which is why there is more than one here.
    for (let n = 0; n < 200 && hints === 0; n++) {
      await store.events.append(store.sql, [event(`${n}`)]);
      await until(() => hints > 0, 100).catch(() => undefined);
    }
    expect(hints).toBeGreaterThan(0);
    await other.close();
  });
});
