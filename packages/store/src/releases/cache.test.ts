import { ReleaseCache } from './cache';
import type { StoredRelease } from './release';

const release = (hash: string, refs: string[] = [], text = 'x'.repeat(1_000)): StoredRelease => ({
  hash,
  kind: 'k',
  key: hash,
  schema: 1,
  body: JSON.stringify(text),
  refs,
});

const mapOf = (...releases: StoredRelease[]) => new Map(releases.map((stored) => [stored.hash, stored]));

test('what is held stays, with what it refers to; the rest makes room, least recently used first', () => {
  const cache = new ReleaseCache(3_000);
  expect(cache.hold('head', mapOf(release('head', ['ref']), release('ref')))).toBe(true);
  for (const hash of ['a', 'b']) cache.add(release(hash));
  cache.get('a');
  cache.add(release('c'));
  expect(['head', 'ref', 'a', 'b', 'c'].filter((hash) => cache.get(hash))).toEqual(['head', 'ref', 'a', 'c']);
});

test('nothing is held when something that it refers to is missing', () => {
  const cache = new ReleaseCache(3_000);
  expect(cache.hold('head', mapOf(release('head', ['ref']), release('ref', ['deeper'])))).toBe(false);
  expect(cache.held()).toEqual([]);
});

test('what two heads hold is let go with the second', () => {
  const cache = new ReleaseCache(3_000);
  const loaded = mapOf(release('one', ['shared']), release('two', ['shared']), release('shared'));
  cache.hold('one', loaded);
  cache.hold('two', loaded);
  cache.letGo('one');
  expect(cache.isHeld('shared')).toBe(true);
  cache.letGo('two');
  expect(cache.held()).toEqual([]);
  expect(cache.get('shared')).toBeDefined(); // there is room for it
});
