import type { StreamBackend } from '../../streams/backend';
import { terminal } from '../../streams/cursor';
import { MessageStreams } from '../../streams/message-streams';
import type { StreamEvent } from '../../streams/reading';
import { silent } from '../silent';
import { until } from '../until';
import type { Scene } from './scene';
import { delta, ended, say, take, twoTurns } from './world';

export function reading(scene: Scene): void {
  test('a reader who is there before the first entry gets each as it comes', async () => {
    const stream = scene.read(null);
    for (let n = 1; n <= 20; n++) {
      const next = stream.next();
      await scene.store.streams.append(scene.conversation, 1, n, [delta(`${n}`)]);
      expect(say((await next).value)).toBe(`1-${n} ${n}`);
    }
  });

  test('entries arrive by the hint, not by the poll', async () => {
    const stream = scene.read(null);
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('warm')]);
    await stream.next();
    const began = performance.now();
    for (let n = 2; n <= 30; n++) {
      const next = stream.next();
      await scene.store.streams.append(scene.conversation, 1, n, [delta('x')]);
      await next;
    }
    expect(performance.now() - began).toBeLessThan(5_000); // 29 polls would take 29 s
  });

  /** As a turn ends: in a statement that changes rows, too. */
  async function endTurn(): Promise<Date> {
    const { store, conversation } = scene;
    const { rows } = await store.sql<{ at: Date }>(
      'select statement_timestamp() as at, exp.append_entries_untold($1, $2, $3, $4)::text',
      [conversation, [1, 1], [2, terminal], [delta('b'), ended].map((entry) => JSON.stringify(entry))],
    );
    return rows[0]!.at;
  }

  test('the end of a turn of which nobody was told is found by looking', async () => {
    const readers = [scene.store, scene.elsewhere].map((from) => scene.read(null, from));
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('a')]);
    for (const reader of readers) expect(await take(reader, 1)).toEqual(['1-1 a']);
    const rest = readers.map((reader) => take(reader, 2));
    await endTurn();
    for (const said of await Promise.all(rest)) expect(said).toEqual(['1-2 b', `1-${terminal} ended`]);
  });

  test('the end of a turn comes once to everybody, told here and elsewhere', async () => {
    const { store, elsewhere, conversation } = scene;
    const [here, there] = [scene.read(null, store), scene.read(null, elsewhere)];
    await store.streams.append(conversation, 1, 1, [delta('a')]);
    for (const reader of [here, there]) expect(await take(reader, 1)).toEqual(['1-1 a']);
    const rest = [here, there].map((reader) => take(reader, 2));
    const at = await endTurn();
    store.streams.appended(conversation, [
      { fence: 1, n: 2, entry: JSON.stringify(delta('b')), at },
      { fence: 1, n: terminal, entry: JSON.stringify(ended), at },
    ]);
    for (const said of await Promise.all(rest)) expect(said).toEqual(['1-2 b', `1-${terminal} ended`]);
    const next = [here, there].map((reader) => take(reader, 1));
    await store.streams.append(conversation, 2, 1, [delta('c')]);
    for (const said of await Promise.all(next)) expect(said).toEqual(['2-1 c']);
  });

  test('every cursor resumes exactly after itself', async () => {
    const all = await twoTurns(scene.store, scene.conversation);
    for (const [index, said] of all.entries()) {
      const [cursor] = said.split(' ');
      expect(await take(scene.read(cursor!), all.length - index - 1)).toEqual(all.slice(index + 1));
    }
    expect(await take(scene.read(null), 7)).toEqual(all);
    expect(await take(scene.read('0-0'), 7)).toEqual(all);
  });

  test('a replay runs over into the live stream without a seam', async () => {
    const total = 1_000;
    const writer = (async () => {
      for (let n = 1; n <= total; n += 4)
        await scene.store.streams.append(
          scene.conversation,
          1,
          n,
          [0, 1, 2, 3].map((k) => delta(`${n + k}`)),
        );
    })();
    const readers = [scene.elsewhere, scene.elsewhere, scene.store].map((from) => take(scene.read(null, from), total));
    const expected = Array.from({ length: total }, (_, index) => `1-${index + 1} ${index + 1}`);
    for (const said of await Promise.all(readers)) expect(said).toEqual(expected);
    await writer;
  });

  test('a reader that does not ask is not read for: it holds a page, however much is written', async () => {
    let pages = 0;
    const backend = await scene.world.backend();
    const held: StreamBackend['held'] = (...place) => {
      pages += 1;
      return backend.held(...place);
    };
    const streams = new MessageStreams(Object.assign(Object.create(backend), { held }), silent);
    const stream = streams.read(scene.conversation, null, new AbortController().signal);
    await streams.append(
      scene.conversation,
      1,
      1,
      Array.from({ length: 150 }, () => delta('x')),
    );
    await stream.next();
    for (let n = 151; n <= 200; n++) await streams.append(scene.conversation, 1, n, [delta('x')]);
    expect(pages).toBe(1);
    expect((await take(stream, 199)).at(-1)).toBe('1-200 x');
    expect(pages).toBe(2);
    streams.close();
  });

  test('a page is bounded in bytes, too: of long entries a slow reader holds few', async () => {
    const backend = await scene.world.backend();
    const pages: number[] = [];
    const held: StreamBackend['held'] = async (...place) => {
      const page = await backend.held(...place);
      pages.push(page.entries.length);
      return page;
    };
    const streams = new MessageStreams(Object.assign(Object.create(backend), { held }), silent);
    const long = '🍲'.repeat(2 ** 16); // a quarter of what a page may have
    for (let n = 1; n <= 8; n += 2) await scene.store.streams.append(scene.conversation, 1, n, [long, long].map(delta));
    await scene.store.streams.append(scene.conversation, 1, 9, [delta('short')]);
    const stream = streams.read(scene.conversation, null, new AbortController().signal);
    expect(say((await stream.next()).value)).toBe(`1-1 ${long}`);
    await streams.append(scene.conversation, 1, 10, [delta('live')]);
    expect(pages).toEqual([4]);
    expect((await take(stream, 9)).slice(-2)).toEqual(['1-9 short', '1-10 live']);
    expect(pages.slice(0, 3)).toEqual([4, 4, 2]);
    streams.close();
  });

  test('who follows along where it is written is handed the entries, as all others read them', async () => {
    const backend = await scene.world.backend();
    let looks = 0;
    let looking = 0;
    const held: StreamBackend['held'] = (...place) => {
      looks += 1;
      looking += 1;
      return backend.held(...place).finally(() => {
        looking -= 1;
      });
    };
    const streams = new MessageStreams(Object.assign(Object.create(backend), { held }), silent);
    const over = new AbortController();
    const stream = streams.read(scene.conversation, null, over.signal);
    const live: unknown[] = [];
    let before = 0;
    for (let n = 1; n <= 40; n++) {
      const next = stream.next();
      await until(() => looking === 0);
      if (n === 3) before = looks;
      await streams.append(scene.conversation, 1, n, [delta(String(n))]);
      live.push((await next).value);
    }
    expect(looks - before).toBeLessThan(5); // a poll may have come in between
    const later = scene.read(null);
    for (const event of live) expect((await later.next()).value).toEqual(event);
    over.abort();
    streams.close();
  });

  test('an entry that comes while a page is on its way is not left to the poll', async () => {
    const backend = await scene.world.backend();
    let first = true;
    const held: StreamBackend['held'] = async (...place) => {
      const result = await backend.held(...place);
      if (first) await streams.append(scene.conversation, 1, 1, [delta('meanwhile')]);
      first = false;
      return result;
    };
    const heads = async () => ({ last: new Map(), whole: false }); // the poll finds nothing
    const streams = new MessageStreams(Object.assign(Object.create(backend), { held, heads }), silent);
    const stream = streams.read(scene.conversation, null, new AbortController().signal);
    expect(await take(stream, 1)).toEqual(['1-1 meanwhile']);
    streams.close();
  });

  test('a cursor that is none is refused at once', () => {
    expect(() => scene.read('yesterday')).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });

  test.each([
    ['aborting', (controller: AbortController) => controller.abort()],
    ['return()', (_: AbortController, stream: AsyncIterator<StreamEvent>) => void stream.return?.()],
  ])('%s ends a reader that waits, at once', async (_, end) => {
    const controller = new AbortController();
    const stream = scene.elsewhere.streams.read(scene.conversation, null, controller.signal);
    const waiting = [stream.next(), stream.next()];
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('a')]);
    expect(say((await waiting[0]!).value)).toBe('1-1 a');
    end(controller, stream);
    expect(await waiting[1]).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('a signal that was aborted before ends the reading before it begins', async () => {
    await twoTurns(scene.store, scene.conversation);
    const stream = scene.elsewhere.streams.read(scene.conversation, null, AbortSignal.abort());
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('closing the store ends its readers', async () => {
    const closing = await scene.world.open();
    const next = scene.read(null, closing).next();
    await closing.close();
    expect((await next).done).toBe(true);
  });

  test('two hundred readers of one process are woken by one connection', async () => {
    const streams = Array.from({ length: 200 }, () => scene.read(null));
    const firsts = streams.map((stream) => stream.next());
    await until(async () => (await scene.world.listening()) === scene.world.listeners);
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('a')]);
    for (const first of firsts) expect(say((await first).value)).toBe('1-1 a');
    expect(await scene.world.listening()).toBe(scene.world.listeners);
  });
}
