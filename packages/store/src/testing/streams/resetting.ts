import { cursorOf, terminal } from '../../streams/cursor';
import { until } from '../until';
import type { Scene } from './scene';
import { delta, ended, take, twoTurns } from './world';

export function resetting(scene: Scene): void {
  test('after whole turns the snapshot has everything: the reader goes on behind them', async () => {
    await twoTurns(scene.store, scene.conversation);
    const stream = scene.read('7-1');
    expect(await take(stream, 1)).toEqual([`2-${terminal} RESET`]);
    await scene.store.streams.append(scene.conversation, 3, 1, [delta('f')]);
    expect(await take(stream, 1)).toEqual(['3-1 f']);
  });

  test('a turn under way is replayed from its beginning', async () => {
    await twoTurns(scene.store, scene.conversation);
    await scene.store.streams.append(scene.conversation, 3, 1, [delta('f'), delta('g')]);
    expect(await take(scene.read('3-9'), 3)).toEqual(['3-0 RESET', '3-1 f', '3-2 g']);
  });

  test('a cursor into a conversation that has no stream', async () => {
    const stream = scene.read('1-1');
    expect(await take(stream, 1)).toEqual(['0-0 RESET']);
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('a')]);
    expect(await take(stream, 1)).toEqual(['1-1 a']);
  });

  test('a gap is told where it is; what comes behind it is read on, and can be resumed', async () => {
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('a'), delta('b')]);
    await scene.store.streams.append(scene.conversation, 1, 5, [delta('e'), delta('f')]);
    expect(await take(scene.read(null), 5)).toEqual(['1-1 a', '1-2 b', '1-4 RESET', '1-5 e', '1-6 f']);
    expect(await take(scene.read('1-4'), 2)).toEqual(['1-5 e', '1-6 f']);
  });

  test('so is one before the end of a turn, when the end says how far the turn had come', async () => {
    const end = { ...ended, last: 3 };
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('a'), delta('b')]);
    await scene.store.streams.append(scene.conversation, 1, terminal, [end]);
    await scene.store.streams.append(scene.conversation, 2, terminal, [{ ...ended, last: 1 }]);
    const told = ['1-1 a', '1-2 b', `1-${terminal - 1} RESET`, `1-${terminal} ended`];
    const untold = [`2-${terminal - 1} RESET`, `2-${terminal} ended`];
    expect(await take(scene.read(null), 6)).toEqual([...told, ...untold]);
    expect(await take(scene.read('1-2'), 2)).toEqual(told.slice(2));
    await scene.store.streams.append(scene.conversation, 3, 1, ['c', 'd', 'e'].map(delta));
    await scene.store.streams.append(scene.conversation, 3, terminal, [end]);
    expect(await take(scene.read(`2-${terminal}`), 4)).toEqual(['3-1 c', '3-2 d', '3-3 e', `3-${terminal} ended`]);
  });

  test('a fence whose first entry is missing is a gap, one that only ended is not', async () => {
    await scene.store.streams.append(scene.conversation, 1, 1, [delta('a')]);
    await scene.store.streams.append(scene.conversation, 2, terminal, [ended]);
    await scene.store.streams.append(scene.conversation, 3, 2, [delta('x')]);
    expect(await take(scene.read('1-1'), 3)).toEqual([`2-${terminal} ended`, '3-1 RESET', '3-2 x']);
  });

  test('what was trimmed away is told to whoever was before it, and to nobody else', async () => {
    await twoTurns(scene.store, scene.conversation);
    const slow = scene.read('1-1');
    expect(await scene.world.forget(scene.conversation, 1, terminal)).toBe(4);
    expect(await take(slow, 1)).toEqual([`2-${terminal} RESET`]);
    expect(await take(scene.read(`1-${terminal}`), 3)).toEqual(['2-1 d', '2-2 e', `2-${terminal} ended`]);
    expect(await take(scene.read(null), 3)).toEqual(['2-1 d', '2-2 e', `2-${terminal} ended`]);
  });

  test('a turn under way that was trimmed in part is replayed from what is held', async () => {
    await scene.store.streams.append(scene.conversation, 1, 1, ['a', 'b', 'c'].map(delta));
    expect(await scene.world.forget(scene.conversation, 1, 2)).toBe(2);
    expect(await take(scene.read('1-1'), 2)).toEqual(['1-2 RESET', '1-3 c']);
  });

  test('a stream that was trimmed as a whole keeps its place', async () => {
    await twoTurns(scene.store, scene.conversation);
    expect(await scene.world.forget(scene.conversation, 2, terminal)).toBe(7);
    expect(await scene.store.streams.position(scene.conversation)).toBe(`2-${terminal}`);
    expect(await scene.store.streams.append(scene.conversation, 2, 3, [delta('zombie')])).toBe(false);
    const stream = scene.read(null);
    const next = take(stream, 1);
    await scene.store.streams.append(scene.conversation, 3, 1, [delta('f')]);
    expect(await next).toEqual(['3-1 f']);
  });

  test('the position is that of the last entry', async () => {
    expect(await scene.store.streams.position(scene.conversation)).toBeNull();
    await scene.store.streams.append(scene.conversation, 4, 1, [delta('a'), delta('b')]);
    await until(async () => (await scene.elsewhere.streams.position(scene.conversation)) === cursorOf(4, 2));
  });
}
