import { silent } from '@trialogue/store/testing';
import { pluginFolder } from '../testing/plugin-folder';
import { Plugins } from './plugins';

const folder = pluginFolder();
afterAll(() => folder.remove());
const plugins = new Plugins(
  { projectRoot: folder.root, secret: () => undefined, logger: silent },
  { mountable: async () => new Map(), mount: () => {}, users: async () => [], publish: async () => {} },
);
afterAll(() => plugins.close());

test('plugins start side by side, in their order, and a name is whose comes first and can be opened', async () => {
  const meet = `${folder.root}/met-`;
  const meeting = (own: string, other: string) => `setup: async () => {
    require('node:fs').writeFileSync('${meet}${own}', '');
    while (!require('node:fs').existsSync('${meet}${other}')) await new Promise((r) => setTimeout(r, 10));
    return {};
  }`;
  const slow = "name: 'same', setup: async () => { await new Promise((r) => setTimeout(r, 200)); ";
  const listed = [
    folder.write('first', meeting('a', 'b')),
    folder.write('fails', `${slow} throw new Error('not today'); }`),
    folder.write('takes', `${slow} return {}; }`),
    folder.write('late', "name: 'same'"),
    folder.write('last', meeting('b', 'a')),
  ].map((entry) => ({ ...entry, isolation: 'process' as const }));
  const states = await plugins.load([...listed, listed[0]!]);
  const said = states.map(({ name, place, state, problem }) => [name, place, state, problem]);
  expect(said).toEqual([
    ['first', 'first', 'LOADED', undefined],
    ['same', 'takes', 'LOADED', undefined],
    ['last', 'last', 'LOADED', undefined],
    ['first', 'first', 'REFUSED', 'there is a plugin first before it'],
    ['fails', 'fails', 'REFUSED', 'its setup failed: not today'],
    ['late', 'late', 'REFUSED', 'there is a plugin same before it'],
  ]);
});
