import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../store';
import { cuttableLine } from '../testing/cuttable-line';
import { prompt, releasesStory } from '../testing/releases';

const story = releasesStory();
const { another } = story;
let store: Store;
beforeAll(() => {
  store = story.store;
});

describe('with Postgres away', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trialogue-snapshot-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Leaves a snapshot of these prompts behind; answers the address of their database, where nobody listens any more. */
  async function snapshotOf(...keys: string[]): Promise<string> {
    for (const key of keys) {
      const part = await store.releases.put(store.sql, { kind: 'part', key, schema: 1, body: { key } });
      await store.releases.publish(store.sql, prompt(key, `text of ${key}`, [part]));
    }
    const relay = await cuttableLine(story.url);
    await (await another({ url: relay.url, snapshotDir: folder })).close();
    await relay.close();
    return relay.url;
  }

  const file = () => join(folder, 'releases.json');

  /** Replaces what the snapshot says by something else under a right hash. */
  async function rewrite(change: (content: any) => unknown): Promise<void> {
    const [, text] = (await readFile(file(), 'utf8')).split('\n');
    const content = JSON.stringify(change(JSON.parse(text!)));
    await writeFile(file(), `${createHash('sha256').update(content).digest('hex')}\n${content}`);
  }

  test('a start serves the last known good releases, says that it is stale, and writes nothing', async () => {
    const away = await snapshotOf('served');
    const other = await another({ url: away, snapshotDir: folder });
    expect(other.releases.stale).toBe(true);
    const release = other.releases.head<{ text: string }>('prompt', 'served')!;
    expect(release.body.text).toBe('text of served');
    expect((await other.releases.get(release.refs[0]!))!.body).toEqual({ key: 'served' });
    await expect(other.sql('select 1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    await expect(other.transaction((sql) => sql('select 1'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(other.releases.refresh()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(other.releases.get('f'.repeat(64))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('a snapshot that was tampered with is not served at all', async () => {
    const away = await snapshotOf('genuine', 'forged');
    expect((await stat(file())).mode & 0o077).toBe(0);
    const text = await readFile(file(), 'utf8');
    const forged = text.replace('"key":"forged","rev"', '"key":"admin","rev"');
    expect(forged).not.toBe(text);
    await writeFile(file(), forged);
    await expect(another({ url: away, snapshotDir: folder })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test.each([
    ['without heads', ({ heads: _, ...rest }) => rest],
    ['with heads that are none', (content) => ({ ...content, heads: [null] })],
    ['with releases that are none', (content) => ({ ...content, releases: [{}] })],
    [
      'with half a body',
      ({ releases: [first, ...rest], ...content }) => ({
        ...content,
        releases: [{ ...first, body: '{' }, ...rest],
      }),
    ],
    ['without what a head leads to', (content) => ({ ...content, releases: [] })],
    [
      'that leads in a circle',
      ({ releases, ...content }) => ({
        ...content,
        releases: releases.map((release: any) => ({ ...release, refs: [release.hash] })),
      }),
    ],
    ['that is nothing', () => null],
  ] as [string, (content: any) => unknown][])(
    'a start on a snapshot %s fails as what can be tried again',
    async (_, change) => {
      const away = await snapshotOf('malformed');
      await rewrite(change);
      await expect(another({ url: away, snapshotDir: folder })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    },
  );

  test.each([
    ['none', undefined],
    ['half of one', '{"format":1,"heads":['],
    ['one of another format', '{"format":1,"releases":[]}'],
  ])('a start with %s on disk fails as what can be tried again', async (_, content) => {
    const away = await snapshotOf();
    await rm(file(), { force: true });
    if (content) await writeFile(file(), content);
    await expect(another({ url: away, snapshotDir: folder })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('the snapshot of one database is not served for another, whoever the user is', async () => {
    const away = await snapshotOf('ours');
    const elsewhere = new URL(away);
    elsewhere.pathname = '/elsewhere';
    await expect(another({ url: elsewhere.href, snapshotDir: folder })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    const asSomebodyElse = new URL(away);
    asSomebodyElse.username = 'somebody';
    asSomebodyElse.password = 'else';
    const other = await another({ url: asSomebodyElse.href, snapshotDir: folder });
    expect(other.releases.head('prompt', 'ours')).toBeDefined();
  });

  test('a database that is there and refuses us is no outage', async () => {
    await (await another({ snapshotDir: folder })).close();
    const wrong = new URL(story.url);
    wrong.password = 'wrong';
    await expect(another({ url: wrong.href, snapshotDir: folder })).rejects.toMatchObject({ name: 'SetupError' });
  });
});
