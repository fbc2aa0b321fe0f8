import { Store } from '@trialogue/store';
import { createTestDatabase, silent } from '@trialogue/store/testing';
import type { LoadedAllocator, LoadedStrategy } from './loaded-plugin';
import { publishBrought } from './publish';

const named = (name: string, more: object = {}) => {
  const schema = { type: 'object', properties: {} };
  const strategy = {
    name,
    version: '1',
    configKey: name,
    config: schema,
    input: schema,
    output: schema,
    effects: 'none',
    ...more,
  };
  return { plugin: 'p', strategy } as unknown as LoadedStrategy;
};

test('a process withdraws what it published itself, and nothing of another that has other plugins', async () => {
  const database = await createTestDatabase();
  const [one, other] = [
    await Store.open({ url: database.url, logger: silent }),
    await Store.open({ url: database.url, logger: silent }),
  ];
  const known = async () => {
    await one.releases.refresh();
    return one.releases
      .heads('strategy')
      .map(({ key }) => key)
      .sort();
  };
  await publishBrought(one, [named('a'), named('b')], [], []);
  await publishBrought(other, [named('b'), named('c')], [], []);
  expect(await known()).toEqual(['a', 'b', 'c']);
  await publishBrought(other, [named('b')], [], []);
  expect(await known()).toEqual(['a', 'b']);
  await publishBrought(one, [], [], []);
  expect(await known()).toEqual([]);
  await Promise.all([one.close(), other.close()]);
  await database.drop();
});

test('what a strategy uses and provides is published when it says so; else its release is as it always was', async () => {
  const database = await createTestDatabase();
  const store = await Store.open({ url: database.url, logger: silent });
  await publishBrought(store, [named('a'), named('b', { uses: ['a'], provides: ['prediction'] })], [], []);
  const body = (name: string) => store.releases.head<object>('strategy', name)!.body;
  expect(Object.keys(body('a')).sort()).toEqual(
    ['config', 'configKey', 'effects', 'input', 'name', 'output', 'plugin', 'version'], //
  );
  expect(body('b')).toMatchObject({ uses: ['a'], provides: ['prediction'] });
  await store.close();
  await database.drop();
});

test('allocators are published with the schema of their options, and withdrawn like strategies', async () => {
  const database = await createTestDatabase();
  const store = await Store.open({ url: database.url, logger: silent });
  const options = { type: 'object', properties: {} };
  const brought = { plugin: 'p', allocator: { name: 'fair', version: '1', options } } as unknown as LoadedAllocator;
  await publishBrought(store, [named('fair')], [brought], []);
  expect(store.releases.head('allocator', 'fair')!.body).toEqual({ name: 'fair', version: '1', plugin: 'p', options });
  await publishBrought(store, [named('fair')], [], []);
  expect(store.releases.heads('allocator')).toEqual([]);
  expect(store.releases.heads('strategy')).toHaveLength(1);
  await store.close();
  await database.drop();
});
