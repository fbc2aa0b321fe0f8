import { terminal } from '../../streams/cursor';
import type { Scene } from './scene';
import { delta, ended, say, take } from './world';

export function appending(scene: Scene): void {
  test.each([
    ['an id that is there', 1, 2],
    ['an id below the last', 1, 1],
    ['an older fence', 0 + 1, 9],
    ['a batch that begins too low', 2, 2],
  ])('%s is fenced off', async (_, fence, n) => {
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('a'), delta('b')]);
    await scene.store.streams.append(scene.conversation, 2, 1, [delta('c'), delta('d')]);
    expect(await scene.store.streams.append(scene.conversation, fence, n, [delta('zombie'), delta('zombie')])).toBe(
      false,
    );
    expect(await take(scene.read(null), 4)).toEqual(['1-1 a', '1-2 b', '2-1 c', '2-2 d']);
  });

  test('nothing comes after the terminal entry of a fence but a higher fence', async () => {
    await scene.store.streams.append(scene.conversation, 1, terminal, [ended]);
    expect(await scene.store.streams.append(scene.conversation, 1, 2, [delta('zombie')])).toBe(false);
    expect(await scene.store.streams.append(scene.conversation, 1, terminal, [ended])).toBe(false);
    expect(await scene.store.streams.append(scene.conversation, 2, 1, [delta('a')])).toBe(true);
  });

  test('of twenty that write the same id one wins', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? scene.store : scene.elsewhere).streams.append(scene.conversation, 1, 1, [delta(`${n}`)]),
      ),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await take(scene.read(null), 1)).toEqual([`1-1 ${results.indexOf(true)}`]);
  });

  test('within a transaction an entry appears when that commits, and not before', async () => {
    const stream = scene.read(null);
    const first = stream.next();
    await scene.store.transaction(async (sql) => {
      expect(await scene.store.streams.append(scene.conversation, 1, 1, [ended], sql)).toBe(true);
      expect(await scene.elsewhere.streams.position(scene.conversation)).toBeNull();
    });
    expect(say((await first).value)).toBe('1-1 ended');
    await expect(
      scene.store.transaction(async (sql) => {
        await scene.store.streams.append(scene.conversation, 1, 2, [ended], sql);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await scene.store.streams.position(scene.conversation)).toBe('1-1');
  });

  test('whatever a model may say comes back as it was', async () => {
    const entry = { type: 'delta', text: 'a\u0000b \ud83c half, whole 🍲 " \\ \n', deep: [{ n: 1e21 }] };
    await scene.store.streams.append(scene.conversation, 1, 1, [entry]);
    const { value } = await scene.read(null).next();
    expect(value.entry).toEqual(entry);
    expect(new Date(value.at).getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  test.each([
    ['no entries', 1, 1, []],
    ['n = 0', 1, 0, [ended]],
    ['fence 0', 0, 1, [ended]],
    ['past the terminal', 1, terminal, [ended, ended]],
  ])('%s is a mistake of the caller', async (_, fence, n, entries) => {
    await expect(scene.store.streams.append(scene.conversation, fence, n, entries)).rejects.toThrow(RangeError);
  });
}
