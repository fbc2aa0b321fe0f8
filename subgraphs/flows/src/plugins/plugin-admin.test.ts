import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PluginEntry, Plugins, placeOf } from '@trialogue/executor';
import { PluginAdmin } from './plugin-admin';

const root = mkdtempSync(path.join(tmpdir(), 'admin-'));
afterAll(() => rmSync(root, { recursive: true }));

const entry = (folder: string, name: string): PluginEntry => {
  mkdirSync(path.join(root, folder), { recursive: true });
  const text = `module.exports = { name: '${name}', version: '1', apiVersion: 1, options: { type: 'object' }, setup: async () => ({}) };`;
  writeFileSync(path.join(root, folder, 'index.js'), text);
  return { path: folder, options: {}, secrets: [], isolation: 'none' };
};
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

async function administered(...listed: PluginEntry[]) {
  const connections = {
    mountable: async () => new Map<string, string>(),
    users: async () => [],
    mount: () => {},
    publish: async () => {},
  };
  const plugins = new Plugins({ projectRoot: root, secret: () => undefined, logger: quiet }, connections);
  let entries: readonly PluginEntry[] = listed;
  const without = (place: string) => entries.filter((one) => placeOf(one) !== place);
  const admin = new PluginAdmin(plugins, {
    read: () => entries,
    allowed: ['./good'],
    async put(one) {
      entries = [...without(placeOf(one)), one];
    },
    async remove(place) {
      entries = without(place);
    },
  });
  await plugins.load(entries);
  return { plugins, admin, places: () => entries.map(placeOf) };
}

test('a plugin that calls itself like the place of another is not taken for it', async () => {
  const impostor = entry('./impostor', './good');
  const { plugins, admin, places } = await administered(impostor);
  entry('./good', './good');
  await expect(admin.add('./good', {})).rejects.toMatchObject({ code: 'PLUGIN_REFUSED' });
  expect(places()).toEqual(['./impostor']);

  await plugins.close();
});

test('what is removed or reloaded is what is listed so, then what calls itself so', async () => {
  const { plugins, admin, places } = await administered(entry('./one', './two'), entry('./two', 'two'));
  expect(plugins.find('./two')).toMatchObject({ place: './two', name: 'two' });
  await admin.remove('./two', false);
  expect(places()).toEqual(['./one']);
  await admin.remove('./two', false);
  expect(places()).toEqual([]);
  await expect(admin.remove('./two', false)).rejects.toMatchObject({ code: 'PLUGIN_NOT_FOUND' });
  await plugins.close();
});
