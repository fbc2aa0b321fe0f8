import { silent } from '@trialogue/store/testing';
import { pluginFolder } from '../testing/plugin-folder';
import type { LoadedAllocator } from './loaded-plugin';
import { Plugins } from './plugins';

const folder = pluginFolder();
afterAll(() => folder.remove());

const allocator = (more = '') =>
  `{ name: 'fair', version: '1', options: { type: 'object', properties: {} }, allocate: async () => ({}), ${more} }`;
const brings = (...allocators: string[]) => `setup: async () => ({ allocators: [${allocators.join()}] })`;

test('allocators are known by their names and published; a bad one is refused with its plugin', async () => {
  let published: readonly LoadedAllocator[] = [];
  const plugins = new Plugins(
    { projectRoot: folder.root, secret: () => undefined, logger: silent },
    {
      mountable: async () => new Map(),
      mount: () => {},
      users: async () => [],
      publish: async (_, allocators) => {
        published = allocators;
      },
    },
  );
  const states = await plugins.load([
    folder.write('good', brings(allocator())),
    folder.write('thief', brings(allocator())),
    folder.write('nameless', brings(allocator(`name: ''`))),
    folder.write('idle', brings(allocator('allocate: 1'))),
    folder.write('no-schema', brings(allocator(`options: { type: 'ojbect' }`))),
  ]);
  expect(states.map(({ name, problem }) => [name, problem])).toEqual([
    ['good', undefined],
    ['thief', 'its allocator fair is brought by the plugin good already'],
    ['nameless', 'one of its allocators has no name'],
    ['idle', 'its allocator fair has no allocate'],
    ['no-schema', expect.stringContaining('the schema of the options of its allocator fair is none')],
  ]);
  expect(published.map(({ plugin, allocator: { name } }) => [plugin, name])).toEqual([['good', 'fair']]);
  expect(plugins.allocator('fair')?.plugin).toBe('good');
  await plugins.load([]);
  expect([plugins.allocator('fair'), published]).toEqual([undefined, []]);
  await plugins.close();
});
